package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1ConnectionListener;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long by interrupting its thread: a client that sends its headers or body too
 * slowly, one that does not read its answer, and a handler that does not come to an end. Helidon
 * itself would wait for ever. A thread that waits for its connection loses it; any other sees the
 * interrupt as the end of the request's time.
 */
final class Watchdog implements Http1ConnectionListener, Filter {
    private static final long ROUND_MILLIS = 250;

    private final ConcurrentHashMap<Thread, Long> due = new ConcurrentHashMap<>();
    private final long requestNanos;
    private final long idleNanos;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("http-watchdog").factory());

    Watchdog(Duration request, Duration idle) {
        this.requestNanos = request.toNanos();
        this.idleNanos = idle.toNanos();
    }

    void start() {
        var _ =
                rounds.scheduleWithFixedDelay(
                        this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        rounds.shutdownNow();
    }

    private void round() {
        long now = System.nanoTime();
        due.forEach(
                (thread, at) -> {
                    if (now - at > 0 && due.remove(thread, at)) {
                        thread.interrupt();
                    }
                });
    }

    private void arm(long nanos) {
        due.put(Thread.currentThread(), System.nanoTime() + nanos);
    }

    /** The request line is there; the headers are to follow in time. */
    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        arm(requestNanos);
    }

    /** The headers are there; now the body has its time. */
    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        arm(requestNanos);
    }

    /** Behind the handler there may be a rest of the body to read, then the next request line. */
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        try {
            chain.proceed();
        } finally {
            arm(idleNanos);
        }
    }
}
