package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** One connection's part of a load: sends batch after batch, each when the last was answered. */
final class Sender implements Callable<Latencies> {
    private static final int ACCEPTED = 202;
    private static final long PAUSE_MILLIS = 50;

    private final Shape shape;
    private final Requests requests;
    private final Counters counters;
    private final Wire wire;
    private final BooleanSupplier stopped;
    private final Latencies latencies = new Latencies();
    private final TimestampWriter timestamps = new TimestampWriter();
    private final byte[] bytes;

    /** What all connections count together. */
    record Counters(AtomicLong nextBatch, AtomicLong acknowledged, AtomicLong refused) {
        Counters() {
            this(new AtomicLong(), new AtomicLong(), new AtomicLong());
        }
    }

    Sender(Shape shape, Requests requests, Counters counters, Wire wire, BooleanSupplier stopped) {
        this.shape = shape;
        this.requests = requests;
        this.counters = counters;
        this.wire = wire;
        this.stopped = stopped;
        this.bytes = new byte[requests.mostBytes()];
    }

    @Override
    public Latencies call() throws IOException, InterruptedException {
        while (!stopped.getAsBoolean()) {
            long batch = counters.nextBatch.getAndIncrement();
            if (batch >= shape.batches()) {
                break;
            }
            send(batch);
        }
        return latencies;
    }

    private void send(long batch) throws IOException, InterruptedException {
        Request request = requests.get(batch);
        request.write(bytes, batch * shape.batch(), shape::millis, timestamps);
        while (!accepted(ByteBuffer.wrap(bytes, 0, request.length()), request.metrics())) {
            counters.refused.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        counters.acknowledged.addAndGet(request.metrics());
    }

    /** False if the service asked to come again later. */
    private boolean accepted(ByteBuffer request, int metrics) throws IOException {
        long start = System.nanoTime();
        Answer answer = wire.exchange(request);
        long took = System.nanoTime() - start;
        if (answer.status() == 429 || answer.status() == 503) {
            return false;
        }
        if (!answer.expect(ACCEPTED).contains("\"accepted\":" + metrics + ",")) {
            throw new IllegalStateException("not all accepted: " + answer.body());
        }
        latencies.add(took);
        return true;
    }
}
