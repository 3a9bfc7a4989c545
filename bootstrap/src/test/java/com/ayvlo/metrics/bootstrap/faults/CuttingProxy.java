package com.ayvlo.metrics.bootstrap.faults;

import com.ayvlo.metrics.testkit.servers.Relay;

import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and the service, and cuts connections: in the middle of a request, or
 * when the answer to it is on its way.
 */
final class CuttingProxy implements AutoCloseable {
    private final AtomicInteger cuts = new AtomicInteger();
    private final Relay relay;

    private CuttingProxy(URI service) {
        this.relay =
                Relay.to(
                        service.getHost(),
                        service.getPort(),
                        () -> letsMost(0.02),
                        () -> letsMost(0.3));
    }

    static CuttingProxy before(URI service) {
        return new CuttingProxy(service);
    }

    private boolean letsMost(double cutting) {
        if (ThreadLocalRandom.current().nextDouble() < cutting) {
            cuts.incrementAndGet();
            return false;
        }
        return true;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + relay.port());
    }

    /** How many connections were cut. */
    int cuts() {
        return cuts.get();
    }

    @Override
    public void close() {
        relay.close();
    }
}
