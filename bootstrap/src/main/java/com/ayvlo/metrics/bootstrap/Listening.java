package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.adapter.http.helidon.HttpApi;

import java.util.List;

/** The HTTP API while it is served. */
record Listening(HttpApi api) implements AutoCloseable {
    /**
     * Takes requests.
     *
     * @throws ConfigurationMistakes if the port cannot be had: the web server only logs that
     */
    static Listening start(HttpApi api, ServiceConfig config) {
        api.start();
        if (api.port() < 0) {
            api.stop();
            throw new ConfigurationMistakes(
                    List.of(
                            "PORT %d cannot be had at HOST %s: it is in use, or not allowed"
                                    .formatted(config.port(), config.host())));
        }
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
