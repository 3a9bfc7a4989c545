package com.ayvlo.metrics.testkit.servers;

import org.testcontainers.DockerClientFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether there is a Docker engine to start containers with. */
final class Docker {
    private static final Once<Boolean> AVAILABLE = new Once<>(Docker::find);

    private Docker() {}

    /** Answered at once where nothing hints at an engine. */
    static boolean isAvailable() {
        return AVAILABLE.get();
    }

    private static boolean find() {
        return isHintedAt() && DockerClientFactory.instance().isDockerAvailable();
    }

    /** Testcontainers asks every engine that it can think of, which takes seconds. */
    private static boolean isHintedAt() {
        String home = System.getProperty("user.home");
        return System.getenv("DOCKER_HOST") != null
                || Stream.of(
                                "/var/run/docker.sock",
                                home + "/.docker/run/docker.sock",
                                home + "/.docker/desktop/docker.sock",
                                home + "/.testcontainers.properties",
                                System.getenv("XDG_RUNTIME_DIR") + "/docker.sock")
                        .anyMatch(path -> Files.exists(Path.of(path)))
                || System.getProperty("os.name").startsWith("Windows");
    }
}
