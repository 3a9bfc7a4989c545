package com.ayvlo.metrics.bootstrap;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Starts services for a test, or for all tests of a class if it is a static field, and ends those
 * that are left however the test ends.
 */
public final class Services implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Queue<ServiceProcess> EVERY = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> EVERY.forEach(ServiceProcess::close)));
    }

    private final Queue<ServiceProcess> running = new ConcurrentLinkedQueue<>();
    private boolean isShared;

    /** Starts one that needs not become ready; variables are names and values in turn. */
    public ServiceProcess launch(Path dataDirectory, String... variables) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATA_DIR", dataDirectory.toString());
        environment.put("HOST", "127.0.0.1");
        environment.put("RATE_LIMIT_INGESTION", "0");
        environment.put("RATE_LIMIT_QUERY", "0");
        environment.putAll(Stack.variables(dataDirectory));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        environment.values().removeIf(String::isEmpty);
        ServiceProcess service = ServiceProcess.launch(Path.of("."), environment);
        running.add(service);
        EVERY.add(service);
        return service;
    }

    /** Starts one that is ready; an empty variable is not set. */
    public ServiceProcess start(Path dataDirectory, String... variables) {
        return launch(dataDirectory, variables).awaitReady();
    }

    /** Starts one for production that is ready. */
    public ServiceProcess startProduction(Path dataDirectory, String... variables) {
        String[] all = new String[variables.length + 2];
        all[0] = "ENVIRONMENT";
        all[1] = "production";
        System.arraycopy(variables, 0, all, 2, variables.length);
        return start(dataDirectory, all);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        isShared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!isShared) {
            closeAll();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeAll();
    }

    private void closeAll() {
        running.forEach(ServiceProcess::close);
        EVERY.removeAll(running);
        running.clear();
    }
}
