package com.ayvlo.metrics.testkit.servers;

import org.testcontainers.containers.GenericContainer;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A server in a container; Testcontainers removes it when the JVM ends, however it ends. */
final class ContainerLife implements ServerLife {
    private static final Duration START = Duration.ofMinutes(1);

    private final GenericContainer<?> container;
    private final int port;
    private final Probe probe;

    private ContainerLife(GenericContainer<?> container, int port, Probe probe) {
        this.container = container;
        this.port = port;
        this.probe = probe;
    }

    /** Whether a server answers. */
    interface Probe {
        boolean answers(String host, int port);
    }

    /**
     * Starts a container.
     *
     * @param inside the port that the server listens on in the container
     */
    static ContainerLife launch(GenericContainer<?> container, int inside, Probe probe) {
        int port = Loopback.freePort(); // a port of Docker's choice would change with each start
        container.withExposedPorts(inside);
        container.setPortBindings(List.of(port + ":" + inside));
        container.start();
        ContainerLife life = new ContainerLife(container, port, probe);
        life.awaitAnswer();
        return life;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() {
        container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
        awaitAnswer();
    }

    private void awaitAnswer() {
        BooleanSupplier answers = () -> probe.answers(host(), port);
        Await.until("the server in the container answers", START, answers);
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        Await.until("the container is gone", START, () -> !container.isRunning());
    }

    @Override
    public void pause() {
        container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void end() {
        container.stop();
    }
}
