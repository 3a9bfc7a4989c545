package com.ayvlo.metrics.testkit.servers;

import java.util.concurrent.atomic.AtomicBoolean;

/** A server that a test may end, pause and start again. Safe for concurrent use. */
public abstract class HarmableServer implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ServerLife life;

    HarmableServer(ServerLife life) {
        this.life = life;
    }

    /** Where it listens. */
    public final String host() {
        return life.host();
    }

    /** Where it listens; the same after it was killed and started again. */
    public final int port() {
        return life.port();
    }

    /** Ends it at once, with all connections, as if its machine had lost power. */
    public final void kill() {
        life.kill();
    }

    /** Starts it again, where it was: with what it keeps on a disk, if it does. */
    public final void start() {
        life.start();
    }

    /** Stops it from doing anything: it takes connections, and nobody answers. */
    public final void pause() {
        life.pause();
    }

    /** Lets it go on. */
    public final void resume() {
        life.resume();
    }

    /** Ends it for good. */
    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            life.end();
        }
    }
}
