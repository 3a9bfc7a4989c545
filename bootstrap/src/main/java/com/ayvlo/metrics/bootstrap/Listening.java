package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.adapter.http.helidon.HttpApi;

/** The HTTP API while it is served. */
record Listening(HttpApi api) implements AutoCloseable {
    static Listening start(HttpApi api) {
        api.start();
        return new Listening(api);
    }

    int port() {
        return api.port();
    }

    @Override
    public void close() {
        api.stop();
    }
}
