package com.ayvlo.metrics.testkit.servers;

/** The life of a server that tests may harm. Used by one thread at a time. */
interface ServerLife {
    /** Where it listens. */
    String host();

    /** Where it listens; the same after it was killed and started again. */
    int port();

    /** Starts it again after it was killed; returns when it answers. */
    void start();

    /** Ends it at once, as if its machine had lost power; returns when it is gone. */
    void kill();

    /** Stops it from doing anything; its connections stay open and nobody answers. */
    void pause();

    /** Lets it go on. */
    void resume();

    /** Ends it for good, and removes what it kept. */
    void end();
}
