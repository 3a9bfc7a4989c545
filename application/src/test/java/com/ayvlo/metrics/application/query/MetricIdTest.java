package com.ayvlo.metrics.application.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

final class MetricIdTest {
    private static final TenantId TENANT = TenantId.parse("00000000-0000-4000-8000-000000000001");

    private final TestMetric metric =
            TestMetric.of(TENANT, "revenue")
                    .with("region", "us-west")
                    .value(1250.5)
                    .metadata("source", "stripe");

    private static UUID id(TestMetric of, int occurrence) {
        return MetricId.of(of.tenant(), of.name(), of.row(occurrence));
    }

    @Test
    void equal_metrics_have_the_same_id_in_every_process_for_ever() {
        assertThat(id(metric, 0)).isEqualTo(id(metric.value(1250.50), 0));
        assertThat(id(metric, 0))
                .isEqualTo(UUID.fromString("f68f0b30-6d40-8e6f-b196-3aca4778beec"));
    }

    @Test
    void anything_that_is_different_gives_another_id() {
        assertThat(
                        List.of(
                                id(metric, 0),
                                id(metric, 1),
                                id(metric.of(TestMetrics.freshTenant()), 0),
                                id(metric.value(1250.51), 0),
                                id(metric.at(metric.epochMillis() + 1), 0),
                                id(metric.with("region", "us-west2"), 0),
                                id(metric.metadata("source", "stripf"), 0),
                                MetricId.of(TENANT, new MetricName("revenues"), metric.row())))
                .doesNotHaveDuplicates();
    }

    @Test
    void text_does_not_run_together() {
        RawRow row = TestMetric.of(TENANT, "a").with("b", "c").row();
        RawRow none = TestMetric.of(TENANT, "a").row();
        assertThat(MetricId.of(TENANT, new MetricName("a"), row))
                .isNotEqualTo(MetricId.of(TENANT, new MetricName("ab"), none));
    }

    @Test
    void it_is_a_uuid_of_version_8() {
        assertThat(id(metric, 0).version()).isEqualTo(8);
        assertThat(id(metric, 0).variant()).isEqualTo(2);
    }
}
