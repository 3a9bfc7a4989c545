package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.domain.storage.MetricStorage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The service in the JVM of the tests, on a storage of the test's choice. */
public final class InProcessService implements AutoCloseable {
    private final Service service;

    private InProcessService(Service service) {
        this.service = service;
    }

    /** Starts one in development, without limits. */
    public static InProcessService start(
            Path dataDirectory, Function<Path, MetricStorage> storage) {
        Map<String, String> variables =
                Map.of(
                        "PORT",
                        "0",
                        "DATA_DIR",
                        dataDirectory.toString(),
                        "ADMIN_KEY",
                        "an-admin-key-of-the-test",
                        "SHUTDOWN_TIMEOUT_SECONDS",
                        "4",
                        "RATE_LIMIT_INGESTION",
                        "0",
                        "RATE_LIMIT_QUERY",
                        "0");
        return new InProcessService(
                Service.start(ServiceConfig.read(variables), (_, path) -> storage.apply(path)));
    }

    /** A client of it for the demo tenant. */
    public ApiClient demo() {
        return ApiClient.of(URI.create(service.address())).asDemo();
    }

    @Override
    public void close() {
        service.close();
    }
}
