package com.ayvlo.metrics.adapter.idempotency.file;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where answers are remembered, how many and for how long.
 *
 * @param directory holds the files of the answers and nothing else; made if missing
 * @param maxKeys how many answers there is room for; one tenant has half of it
 * @param keep how old an answer is before it may be forgotten; at least 24 hours are promised
 */
public record FileKeyedAnswersConfig(Path directory, long maxKeys, Duration keep) {
    private static final long DEFAULT_MAX = 20_000_000;
    private static final Duration LEAST_KEPT = Duration.ofHours(24);
    private static final Duration MOST_KEPT = Duration.ofDays(366);

    /** Refuses what cannot keep the promise. */
    public FileKeyedAnswersConfig {
        if (maxKeys < 2) {
            throw new IllegalArgumentException(
                    "there is room for at least two answers, not " + maxKeys);
        }
        if (keep.compareTo(LEAST_KEPT) < 0 || keep.compareTo(MOST_KEPT) > 0) {
            throw new IllegalArgumentException(
                    "answers are kept for %s to %s, not %s".formatted(LEAST_KEPT, MOST_KEPT, keep));
        }
    }

    /** 20 million answers for 24 hours. */
    public static FileKeyedAnswersConfig defaults(Path directory) {
        return new FileKeyedAnswersConfig(directory, DEFAULT_MAX, LEAST_KEPT);
    }
}
