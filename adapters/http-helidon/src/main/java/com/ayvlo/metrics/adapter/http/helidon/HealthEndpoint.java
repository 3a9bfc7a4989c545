package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.health.CheckReadiness;
import com.ayvlo.metrics.application.health.CheckReadiness.Readiness;
import com.ayvlo.metrics.domain.tenant.Health;

import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.json.JsonObject;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.spi.Observer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Locale;

/**
 * Says how this node is. {@code /health} and {@code /health/live} answer 200 for as long as it
 * serves at all, {@code /health/ready} only while it should get requests. Helidon's HealthObserver
 * gives the answers, in its own shape; what it has no word for, a degraded part, stands in the data
 * of the check.
 */
final class HealthEndpoint {
    static final String PATH = "/health";
    static final String LIVE_PATH = "/health/live";
    static final String READY_PATH = "/health/ready";

    private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);

    private final CheckReadiness readiness;

    HealthEndpoint(CheckReadiness readiness) {
        this.readiness = readiness;
    }

    /** The observers, in the order in which they have to be registered. */
    List<Observer> observers() {
        return List.of(
                // An observer of its own: the one at /health answers with all of its checks.
                HealthObserver.builder()
                        .name("ready")
                        .endpoint(READY_PATH)
                        .details(true)
                        .useSystemServices(false)
                        .addCheck(this::ready, HealthCheckType.READINESS, "readiness")
                        .build(),
                HealthObserver.builder()
                        .endpoint(PATH)
                        .details(true)
                        .useSystemServices(false)
                        .addCheck(HealthEndpoint::live, HealthCheckType.LIVENESS, "liveness")
                        .build());
    }

    private static HealthCheckResponse live() {
        return HealthCheckResponse.builder().status(true).build();
    }

    private HealthCheckResponse ready() {
        try {
            return response(readiness.check());
        } catch (RuntimeException fault) {
            // Helidon would put the exception's message into its answer.
            LOG.error("a part of the readiness check failed", fault);
            return HealthCheckResponse.builder()
                    .status(false)
                    .detail("status", name(Health.Status.DOWN))
                    .build();
        }
    }

    private static HealthCheckResponse response(Readiness readiness) {
        JsonObject.Builder parts = JsonObject.builder();
        readiness
                .parts()
                .forEach(
                        (name, health) ->
                                parts.set(
                                        name,
                                        JsonObject.builder()
                                                .set("status", name(health.status()))
                                                .set("detail", health.detail())
                                                .build()));
        return HealthCheckResponse.builder()
                .status(readiness.status() != Health.Status.DOWN)
                .detail("status", name(readiness.status()))
                .detail("parts", parts.build())
                .build();
    }

    private static String name(Health.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
