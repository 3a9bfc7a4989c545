package com.ayvlo.metrics.application.ingest;

import java.time.Duration;

/**
 * When the next block leaves. A full one leaves at once. Otherwise blocks keep a distance, for
 * larger ones cost less and are read faster: since the last one was begun, {@code interval} goes by
 * if there is enough, {@code asked} if somebody waits, and nothing waits longer than {@code
 * longest}.
 *
 * @param enough how many metrics are worth a block
 * @param interval from the beginning of one block to that of the next
 * @param asked the same if a query or a sender waits for it; at most {@code interval}
 * @param longest how long metrics wait that are too few; at least {@code interval}
 */
public record BlockPace(int enough, Duration interval, Duration asked, Duration longest) {
    /** For a store in the process: whatever there is, five times a second, and at once if asked. */
    public static final BlockPace LOCAL =
            new BlockPace(1, Duration.ofMillis(200), Duration.ZERO, Duration.ofMillis(200));

    /** Distances. */
    public BlockPace {
        if (enough < 1 || asked.compareTo(interval) > 0 || longest.compareTo(interval) < 0) {
            throw new IllegalArgumentException("paces of the batcher");
        }
    }

    /**
     * For a store behind a network, where ten blocks a second cost half a core and more.
     *
     * @param enough how many metrics are worth a block
     * @param longest how long fewer of them wait; at least a second
     */
    public static BlockPace remote(int enough, Duration longest) {
        return new BlockPace(enough, Duration.ofSeconds(1), Duration.ofMillis(250), longest);
    }

    /**
     * How long the next block still has to wait; not positive if it may leave.
     *
     * @param metrics how many wait
     * @param isAsked whether somebody waits for it
     * @param since how long ago the last block was begun
     * @param oldest how long the oldest of the metrics has been waiting
     */
    Duration left(long metrics, boolean isAsked, Duration since, Duration oldest) {
        Duration least = isAsked ? asked : interval;
        Duration left = least.minus(since);
        if (isAsked || metrics >= enough) {
            return left;
        }
        Duration untilOld = longest.minus(oldest);
        return untilOld.compareTo(left) > 0 ? untilOld : left;
    }
}
