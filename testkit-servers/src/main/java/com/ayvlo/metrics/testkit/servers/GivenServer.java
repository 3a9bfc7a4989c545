package com.ayvlo.metrics.testkit.servers;

/** A server that the environment names: others may use it, so it is never harmed. */
record GivenServer(String host, int port) implements ServerLife {
    @Override
    public void start() {
        throw refused();
    }

    @Override
    public void kill() {
        throw refused();
    }

    @Override
    public void pause() {
        throw refused();
    }

    @Override
    public void resume() {
        throw refused();
    }

    @Override
    public void end() {
        // It was there before.
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("harm a server of the test's own instead");
    }
}
