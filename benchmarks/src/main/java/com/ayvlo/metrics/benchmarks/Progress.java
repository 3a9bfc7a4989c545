package com.ayvlo.metrics.benchmarks;

import java.util.Locale;

/** Watches a load: memory of the service, and a line for who waits. */
final class Progress {
    private static final int SAMPLES_FOR_A_LINE = 4;

    private final String name;
    private final Server server;
    private final LoadProcess load;
    private final long metrics;
    private final MemorySamples memory = new MemorySamples();
    private int samples;
    private final long startNanos = System.nanoTime();

    Progress(String name, Server server, LoadProcess load, long metrics) {
        this.name = name;
        this.server = server;
        this.load = load;
        this.metrics = metrics;
    }

    /** Takes a sample. */
    void sample() {
        double resident = Proc.residentMib(server.pid());
        memory.add(resident);
        if (++samples % SAMPLES_FOR_A_LINE != 0) {
            return;
        }
        long acknowledged = load.acknowledged();
        double rate = acknowledged / ((System.nanoTime() - startNanos) / 1e9);
        System.err.print(
                String.format(
                        Locale.ROOT,
                        "\r%s: %,d of %,d metrics, %,.0f/s, %.0f MiB   ",
                        name,
                        acknowledged,
                        metrics,
                        rate,
                        resident));
    }

    /** Ends the line. */
    void end() {
        System.err.println();
    }

    MemorySamples memory() {
        return memory;
    }
}
