package com.ayvlo.metrics.bootstrap;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Starts the service from environment variables, and stops it on SIGTERM. */
public final class Main {
    private static final int MISTAKEN = 2;

    private Main() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        try {
            ServiceConfig config = ServiceConfig.read(System.getenv());
            Logging.configure(config);
            Service service = Service.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service, config), "stop"));
            Console.say("Ayvlo Metrics is ready at " + service.address());
        } catch (ConfigurationMistakes mistakes) {
            System.err.println("The configuration cannot be used:");
            System.err.println(mistakes.getMessage());
            System.exit(MISTAKEN);
        }
    }

    private static void stop(Service service, ServiceConfig config) {
        haltAfter(config.shutdownTimeout());
        service.close();
    }

    /** A part that hangs must not keep the process: what was acknowledged is safe already. */
    private static void haltAfter(Duration timeout) {
        Thread.ofPlatform()
                .daemon()
                .name("halt")
                .start(
                        () -> {
                            try {
                                TimeUnit.NANOSECONDS.sleep(timeout.toNanos());
                                Runtime.getRuntime().halt(1);
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }
}
