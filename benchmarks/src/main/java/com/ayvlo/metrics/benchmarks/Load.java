package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Posts generated metrics to a service on this machine, over a number of kept connections.
 *
 * <p>Builds its requests, prints {@code ready}, and begins when a line comes on standard input;
 * ends when all is acknowledged, or when standard input ends before. Prints how many metrics are
 * acknowledged four times a second, and at last a {@link LoadResult}.
 */
public final class Load {
    static final String READY = "ready";
    static final String PROGRESS = "progress ";
    private static final int PROGRESS_MILLIS = 250;

    private final Shape shape;
    private final Requests requests;
    private final Sender.Counters counters = new Sender.Counters();
    private volatile boolean stopped;

    private Load(Shape shape, Requests requests) {
        this.shape = shape;
        this.requests = requests;
    }

    /**
     * Runs a load.
     *
     * @param arguments {@code --port}, {@code --connections}, {@code --first-tenant}, and those of
     *     {@link Shape}
     */
    public static void main(String[] arguments) throws Exception {
        Set<String> known = new HashSet<>(Shape.OPTIONS);
        known.addAll(Set.of("port", "connections", "first-tenant"));
        Arguments parsed = Arguments.parse(arguments, known);
        Shape shape = Shape.of(parsed);
        int firstTenant = parsed.count("first-tenant", 1);
        List<UUID> tenants =
                IntStream.range(0, shape.tenants())
                        .mapToObj(n -> Catalog.tenant(firstTenant + n))
                        .toList();
        Load load = new Load(shape, Requests.build(shape, tenants));
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < parsed.count("connections", 2); i++) {
            wires.add(Wire.to(parsed.count("port", 8001)));
        }
        load.awaitStart();
        System.out.println(load.run(wires).line());
    }

    private void awaitStart() throws IOException {
        System.out.println(READY);
        if (System.in.read() < 0) {
            stopped = true;
            return;
        }
        Thread.ofPlatform().daemon().name("stop").start(this::awaitStop);
    }

    private void awaitStop() {
        try {
            while (System.in.read() >= 0) {
                // Only the end of the input means something.
            }
        } catch (IOException gone) {
            // As good as its end.
        }
        stopped = true;
    }

    private LoadResult run(List<Wire> wires) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(wires.size())) {
            long pid = ProcessHandle.current().pid();
            double cpuBefore = Proc.cpuSeconds(pid);
            long start = System.nanoTime();
            List<Future<Latencies>> parts =
                    wires.stream().map(wire -> threads.submit(sender(wire))).toList();
            threads.shutdown();
            while (!threads.awaitTermination(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
                System.out.println(PROGRESS + counters.acknowledged().get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return result(parts, seconds, Proc.cpuSeconds(pid) - cpuBefore);
        }
    }

    private Sender sender(Wire wire) {
        return new Sender(shape, requests, counters, wire, () -> stopped);
    }

    private LoadResult result(List<Future<Latencies>> parts, double seconds, double cpuSeconds)
            throws InterruptedException, ExecutionException {
        List<Latencies> latencies = new ArrayList<>();
        for (Future<Latencies> part : parts) {
            latencies.add(part.get());
        }
        Latencies all = Latencies.join(latencies);
        return new LoadResult(
                counters.acknowledged().get(),
                counters.refused().get(),
                seconds,
                all.millis(0.5),
                all.millis(0.99),
                all.millis(1),
                cpuSeconds,
                requests.bytesOfMetric());
    }
}
