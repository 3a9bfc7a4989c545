package com.ayvlo.metrics.application.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

final class CheckReadinessTest {
    private static CheckReadiness.Part part(String name, boolean essential, Health.Status status) {
        return new CheckReadiness.Part(name, essential, () -> new Health(status, name));
    }

    @ParameterizedTest
    @CsvSource({
        "UP, UP, UP",
        "UP, DEGRADED, DEGRADED",
        "UP, DOWN, DEGRADED",
        "DEGRADED, UP, DEGRADED",
        "DEGRADED, DEGRADED, DEGRADED",
        "DEGRADED, DOWN, DEGRADED",
        "DOWN, UP, DOWN",
        "DOWN, DEGRADED, DOWN",
        "DOWN, DOWN, DOWN",
    })
    void a_node_is_as_its_worst_part_but_what_is_not_essential_only_degrades_it(
            Health.Status essential, Health.Status other, Health.Status node) {
        CheckReadiness.Readiness readiness =
                new CheckReadiness(
                                () -> false,
                                List.of(
                                        part("limiter", false, other),
                                        part("journal", true, essential)))
                        .check();

        assertThat(readiness.status()).isEqualTo(node);
        assertThat(readiness.parts().keySet()).containsExactly("limiter", "journal");
        assertThat(readiness.parts().get("limiter").status()).isEqualTo(other);
    }

    @Test
    void a_node_that_stops_is_down_whatever_its_parts_are() {
        CheckReadiness.Readiness readiness =
                new CheckReadiness(() -> true, List.of(part("journal", true, Health.Status.UP)))
                        .check();

        assertThat(readiness.status()).isEqualTo(Health.Status.DOWN);
        assertThat(readiness.parts()).containsEntry("service", Health.down("stopping"));
    }

    @Test
    void a_node_without_parts_is_up() {
        assertThat(new CheckReadiness(() -> false, List.of()).check().status())
                .isEqualTo(Health.Status.UP);
    }
}
