package com.ayvlo.metrics.adapter.storage.duckdb;

import java.nio.file.Path;

/**
 * Where and how DuckDB keeps metrics.
 *
 * @param directory holds {@code metrics.duckdb} and what DuckDB puts next to it; made if missing
 * @param memoryLimitBytes the most memory DuckDB itself takes, outside the Java heap; beyond it
 *     queries spill to the directory
 * @param readerThreads how many queries run at once; more than there are cores slows down writing
 * @param gatheredMetrics up to how many metrics an aggregate is computed here, where that is
 *     quicker; beyond it DuckDB does it within its memory
 */
public record DuckDbConfig(
        Path directory, long memoryLimitBytes, int readerThreads, int gatheredMetrics) {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LEAST_MEMORY = 64 * MEBIBYTE;
    private static final long DEFAULT_MEMORY = 512 * MEBIBYTE;
    private static final int DEFAULT_READER_THREADS = 2;
    private static final int DEFAULT_GATHERED_METRICS = 1 << 18;

    /** Refuses limits that DuckDB cannot work with. */
    public DuckDbConfig {
        if (memoryLimitBytes < LEAST_MEMORY) {
            throw new IllegalArgumentException(
                    "DuckDB needs %d bytes of memory, not %d"
                            .formatted(LEAST_MEMORY, memoryLimitBytes));
        }
        if (readerThreads < 1) {
            throw new IllegalArgumentException("there is at least 1 reader thread");
        }
    }

    /** 512 MiB, two reader threads, 262,144 metrics gathered. */
    public static DuckDbConfig defaults(Path directory) {
        return new DuckDbConfig(
                directory, DEFAULT_MEMORY, DEFAULT_READER_THREADS, DEFAULT_GATHERED_METRICS);
    }

    /**
     * How many threads DuckDB uses for one statement: half of the processors, since metrics come in
     * at the same time. With a thread of DuckDB's own for each processor whoever waits for one does
     * so by spinning, which on two processors took a quarter of the writer's time.
     */
    int threads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    Path file() {
        return directory.resolve("metrics.duckdb");
    }
}
