package com.ayvlo.metrics.testkit.servers;

import java.time.Duration;

/**
 * A line to a server on which every answer is late, if it is told so: connections are made at once,
 * and what the server says arrives a while after it was said. Safe for concurrent use.
 */
public final class SlowLine implements AutoCloseable {
    private final Relay relay;
    private volatile Duration delay = Duration.ZERO;

    private SlowLine(String host, int port) {
        this.relay = Relay.to(host, port, () -> true, this::lateAnswer);
    }

    /** A line to this server that is fast so far. */
    public static SlowLine to(String host, int port) {
        return new SlowLine(host, port);
    }

    private boolean lateAnswer() {
        Await.pass(delay);
        return true;
    }

    /** Where it begins. */
    public int port() {
        return relay.port();
    }

    /** From now on answers are late by so much, on connections that there are, too. */
    public void delay(Duration newDelay) {
        delay = newDelay;
    }

    /** Cuts it. */
    @Override
    public void close() {
        relay.close();
    }
}
