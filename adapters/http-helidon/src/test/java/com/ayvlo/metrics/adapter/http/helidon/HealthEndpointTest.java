package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.application.health.CheckReadiness.Part;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.List;

class HealthEndpointTest {
    private static final Part STORAGE = part("storage", true, Health.up("in memory"));
    private static final Part NO_STORAGE = part("storage", true, Health.down("connection refused"));
    private static final Part NO_LIMITS = part("limits", false, Health.down("redis is away"));

    private static Part part(String name, boolean essential, Health health) {
        return new Part(name, essential, () -> health);
    }

    private static ObserveServer serverWith(Part... parts) {
        return new ObserveServer(List.of(parts), routing -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live"})
    void livesWhateverIsDown(String path) {
        try (ObserveServer server = serverWith(NO_STORAGE)) {
            HttpResponse<String> answer = server.get(path);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"status\":\"UP\",\"checks\":[{\"name\":\"liveness\",\"status\":\"UP\"}]}");
        }
    }

    @Test
    void isReadyWithItsPartsInDetail() {
        try (ObserveServer server = serverWith(STORAGE)) {
            HttpResponse<String> answer = server.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"status\":\"UP\",\"checks\":[{\"name\":\"readiness\",\"status\":\"UP\",\"data\":{"
                                + "\"parts\":{\"storage\":{\"status\":\"up\",\"detail\":\"in"
                                + " memory\"}},\"status\":\"up\"}}]}");
        }
    }

    @Test
    void isReadyThoughDegraded() {
        try (ObserveServer server = serverWith(STORAGE, NO_LIMITS)) {
            HttpResponse<String> answer = server.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"status\":\"degraded\"")
                    .contains("\"limits\":{\"status\":\"down\",\"detail\":\"redis is away\"}");
        }
    }

    @Test
    void isNotReadyWithoutAnEssentialPart() {
        try (ObserveServer server = serverWith(NO_STORAGE)) {
            HttpResponse<String> answer = server.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).startsWith("{\"status\":\"DOWN\"").contains("refused");
        }
    }

    @Test
    void keepsWhatACheckThrowsToItself() {
        Part broken =
                new Part(
                        "storage",
                        true,
                        () -> {
                            throw new IllegalStateException("secret");
                        });
        try (ObserveServer server = serverWith(broken)) {
            HttpResponse<String> answer = server.get("/health/ready");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).doesNotContain("secret", "IllegalState");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/metrics"})
    void answersHeadLikeGet(String path) {
        try (ObserveServer server = serverWith(STORAGE)) {
            HttpResponse<String> answer = server.send("HEAD", path);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
        try (ObserveServer server = serverWith(NO_STORAGE)) {
            assertThat(server.send("HEAD", path).statusCode())
                    .isEqualTo(server.get(path).statusCode());
        }
    }
}
