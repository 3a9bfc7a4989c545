package com.ayvlo.metrics.testkit.servers;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Finds or starts the one server of this JVM. */
final class SharedClickHouse {
    /** The same release as the engine's. */
    private static final String IMAGE = "clickhouse/clickhouse-server:26.7";

    private static final int HTTP_PORT = 8123;

    static final ClickHouseServer SERVER = find();

    private SharedClickHouse() {}

    private static ClickHouseServer find() {
        String url = System.getenv("TEST_CLICKHOUSE_URL");
        if (url != null && !url.isEmpty()) {
            return new Given(ClickHouseAddress.parse(url));
        }
        return hasDocker() ? container() : OwnClickHouse.start();
    }

    /** Looks for its socket first: the library takes seconds to find out that there is none. */
    private static boolean hasDocker() {
        String host = System.getenv("DOCKER_HOST");
        boolean mayBe =
                (host != null && !host.isEmpty()) || Files.exists(Path.of("/var/run/docker.sock"));
        return mayBe && DockerClientFactory.instance().isDockerAvailable();
    }

    /** Testcontainers itself removes it when this JVM ends. */
    @SuppressWarnings("resource")
    private static ClickHouseServer container() {
        String password = UUID.randomUUID().toString();
        GenericContainer<?> container =
                new GenericContainer<>(IMAGE)
                        .withExposedPorts(HTTP_PORT)
                        .withEnv("CLICKHOUSE_USER", "admin")
                        .withEnv("CLICKHOUSE_PASSWORD", password)
                        .withEnv("CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT", "1")
                        .waitingFor(Wait.forHttp("/ping").forPort(HTTP_PORT));
        container.start();
        return new Given(
                new ClickHouseAddress(
                        container.getHost(),
                        container.getMappedPort(HTTP_PORT),
                        "admin",
                        password));
    }

    /** One that is there already. */
    private static final class Given extends ClickHouseServer {
        Given(ClickHouseAddress address) {
            super(address);
        }
    }
}
