package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * How fast the disk makes small writes durable: what no journal on it can exceed for one client.
 *
 * @param perSecond writes of 4 KiB, each followed by an fsync
 * @param p50Millis half of them took at most so long
 * @param p99Millis 99 of 100
 * @param maxMillis the slowest
 */
record DiskProbe(double perSecond, double p50Millis, double p99Millis, double maxMillis) {
    private static final int WRITE = 4096;
    private static final int FILE = 8 << 20;

    /** Writes into a file that is there already, so that only data have to reach the disk. */
    static DiskProbe of(Path directory, Duration time) throws IOException {
        Path file = directory.resolve("probe");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocateDirect(FILE), 0);
            channel.force(true);
            return probe(channel, time);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static DiskProbe probe(FileChannel channel, Duration time) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(WRITE);
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        long last = start;
        for (long at = 0; last - start < time.toNanos(); at = (at + WRITE) % FILE) {
            block.clear().putLong(0, last);
            channel.write(block, at);
            channel.force(false);
            long now = System.nanoTime();
            latencies.add(now - last);
            last = now;
        }
        return new DiskProbe(
                latencies.size() / ((last - start) / 1e9),
                latencies.millis(0.5),
                latencies.millis(0.99),
                latencies.millis(1));
    }
}
