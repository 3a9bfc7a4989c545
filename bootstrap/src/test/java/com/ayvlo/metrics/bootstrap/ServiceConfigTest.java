package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.application.tenant.AuthMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class ServiceConfigTest {
    @Test
    void hasDefaultsForEverything() {
        assertThat(ServiceConfig.read(Map.of()))
                .isEqualTo(
                        new ServiceConfig(
                                ServiceConfig.Environment.DEVELOPMENT,
                                false,
                                "127.0.0.1",
                                8001,
                                Path.of("data").toAbsolutePath(),
                                Optional.empty(),
                                AuthMode.TRUSTED_HEADER,
                                1000,
                                100,
                                10_000,
                                16 * 1024 * 1024,
                                2_000_000,
                                8L * 1024 * 1024 * 1024,
                                20_000_000,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                1000,
                                Duration.ofSeconds(5),
                                Servers.NONE));
    }

    @Test
    void productionListensEverywhereAndNeedsKeys() {
        ServiceConfig config = ServiceConfig.read(Map.of("ENVIRONMENT", "production"));

        assertThat(config.environment()).isEqualTo(ServiceConfig.Environment.PRODUCTION);
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.authMode()).isEqualTo(AuthMode.API_KEY);
    }

    @Test
    void readsEveryVariable() {
        Map<String, String> variables =
                Map.ofEntries(
                        Map.entry("ENVIRONMENT", "production"),
                        Map.entry("DEBUG", "true"),
                        Map.entry("HOST", "::1"),
                        Map.entry("PORT", "1234"),
                        Map.entry("DATA_DIR", "/somewhere"),
                        Map.entry("ADMIN_KEY", "at-least-sixteen-characters"),
                        Map.entry("AUTH_MODE", "trusted-header"),
                        Map.entry("STORAGE", "duckdb"),
                        Map.entry("TENANTS", "local"),
                        Map.entry("RATE_LIMITER", "local"),
                        Map.entry("RATE_LIMIT_INGESTION", "1"),
                        Map.entry("RATE_LIMIT_QUERY", "2"),
                        Map.entry("MAX_BATCH_METRICS", "3"),
                        Map.entry("MAX_BODY_BYTES", "4096"),
                        Map.entry("MAX_SERIES", "5"),
                        Map.entry("JOURNAL_MAX_BYTES", "67108864"),
                        Map.entry("IDEMPOTENCY_MAX_KEYS", "8"),
                        Map.entry("QUERY_TIMEOUT_SECONDS", "6"),
                        Map.entry("SHUTDOWN_TIMEOUT_SECONDS", "7"),
                        Map.entry("BATCH_SIZE", "8"),
                        Map.entry("BATCH_TIMEOUT_SECONDS", "9"));

        assertThat(ServiceConfig.read(variables))
                .isEqualTo(
                        new ServiceConfig(
                                ServiceConfig.Environment.PRODUCTION,
                                true,
                                "::1",
                                1234,
                                Path.of("/somewhere"),
                                Optional.of(new Secret("at-least-sixteen-characters")),
                                AuthMode.TRUSTED_HEADER,
                                1,
                                2,
                                3,
                                4096,
                                5,
                                64L << 20,
                                8,
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                8,
                                Duration.ofSeconds(9),
                                Servers.NONE));
    }

    @Test
    void anEmptyVariableIsNotSetAndAnUnknownOneIsIgnored() {
        assertThat(ServiceConfig.read(Map.of("PORT", " ", "HOST", "", "PORTS", "x")))
                .isEqualTo(ServiceConfig.read(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, -1",
        "PORT, 65536",
        "PORT, http",
        "PORT, 1.5",
        "DEBUG, maybe",
        "ENVIRONMENT, staging",
        "AUTH_MODE, none",
        "STORAGE, oracle",
        "TENANTS, file",
        "RATE_LIMITER, none",
        "RATE_LIMIT_INGESTION, -1",
        "RATE_LIMIT_QUERY, many",
        "MAX_BATCH_METRICS, 0",
        "MAX_BODY_BYTES, 1",
        "MAX_SERIES, 0",
        "JOURNAL_MAX_BYTES, 1000",
        "QUERY_TIMEOUT_SECONDS, 0",
        "SHUTDOWN_TIMEOUT_SECONDS, 999999",
        "BATCH_SIZE, 0",
        "BATCH_TIMEOUT_SECONDS, 0"
    })
    void namesTheVariableThatIsWrong(String name, String value) {
        assertThatThrownBy(() -> ServiceConfig.read(Map.of(name, value)))
                .isInstanceOf(ConfigurationMistakes.class)
                .message()
                .startsWith(name + " ")
                .hasLineCount(1);
    }

    @Test
    void namesAllMistakesAtOnce() {
        assertThatThrownBy(
                        () ->
                                ServiceConfig.read(
                                        Map.of("PORT", "x", "DEBUG", "y", "MAX_SERIES", "z")))
                .message()
                .hasLineCount(3)
                .contains("PORT ", "DEBUG ", "MAX_SERIES ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"too-short", "long-enough-for-a-key"})
    void neverShowsASecret(String secret) {
        assertThatThrownBy(() -> ServiceConfig.read(Map.of("ADMIN_KEY", secret, "PORT", "x")))
                .message()
                .doesNotContain(secret);
        assertThat(new Secret(secret).toString()).doesNotContain(secret);
    }
}
