package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class MetricSinkTest {
    private static final Instant NOW = TestMetric.START;
    private static final long MILLIS = NOW.toEpochMilli();

    private final TenantId tenant = TestMetrics.freshTenant();
    private final NodeSeriesDictionary dictionary = new NodeSeriesDictionary(2);
    private final MetricSink sink = sink(100);

    private MetricSink sink(int maxMetrics) {
        MetricTime accepted = MetricTime.at(NOW, Retention.ofDays(90));
        return new MetricSink(tenant, dictionary, accepted, MILLIS, maxMetrics);
    }

    private void good() {
        sink.begin();
        sink.name("m");
        sink.value(1);
        sink.end();
    }

    private static void dimension(MetricSink to, String key, String value) {
        to.dimension(key, ("<" + value + ">").toCharArray(), 1, value.length());
    }

    private void assertOnlyFault(Reason reason, String field) {
        assertThat(sink.rejections()).singleElement().extracting(Rejection::index).isEqualTo(0);
        assertThat(sink.rejections().getFirst().reason()).isEqualTo(reason);
        assertThat(sink.rejections().getFirst().field()).isEqualTo(field);
        assertThat(sink.toBatch().isEmpty()).isTrue();
    }

    @Test
    void the_parts_of_a_metric_may_come_in_any_order() {
        sink.begin();
        sink.metadata(Metadata.of(Map.of("source", "s")));
        dimension(sink, "z", "1");
        sink.value(2.5);
        dimension(sink, "a", "é");
        sink.timestamp(MILLIS - 5);
        sink.name("m");
        sink.end();

        assertThat(Metrics.in(sink.toBatch()))
                .containsExactly(
                        TestMetric.of(tenant, "m")
                                .with("a", "é")
                                .with("z", "1")
                                .value(2.5)
                                .at(MILLIS - 5)
                                .metadata("source", "s"));
    }

    @Test
    void without_a_timestamp_it_happened_when_it_was_received() {
        good();
        assertThat(sink.toBatch().epochMillis(0)).isEqualTo(MILLIS);
    }

    @Test
    void a_missing_name_is_a_fault() {
        sink.begin();
        sink.value(1);
        sink.end();
        assertOnlyFault(Reason.MISSING_FIELD, "metric_name");
    }

    @Test
    void a_missing_value_is_a_fault() {
        sink.begin();
        sink.name("m");
        sink.end();
        assertOnlyFault(Reason.MISSING_FIELD, "value");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_value_that_is_not_finite_is_a_fault(double value) {
        sink.begin();
        sink.name("m");
        sink.value(value);
        sink.end();
        assertOnlyFault(Reason.INVALID_VALUE, "value");
    }

    @Test
    void a_name_that_breaks_the_rule_is_a_fault() {
        sink.begin();
        sink.name("1st");
        sink.value(1);
        sink.end();
        assertOnlyFault(Reason.INVALID_METRIC_NAME, "metric_name");
    }

    @Test
    void a_dimension_key_that_breaks_the_rule_is_a_fault() {
        sink.begin();
        sink.name("m");
        sink.value(1);
        dimension(sink, "a b", "x");
        sink.end();
        assertOnlyFault(Reason.INVALID_DIMENSION_KEY, "dimensions/a b");
    }

    @Test
    void a_dimension_value_that_breaks_the_rule_is_a_fault() {
        sink.begin();
        sink.name("m");
        sink.value(1);
        dimension(sink, "k", "");
        sink.end();
        assertOnlyFault(Reason.INVALID_DIMENSION_VALUE, "dimensions/k");
    }

    @Test
    void a_dimension_key_that_stands_twice_is_a_fault() {
        sink.begin();
        sink.name("m");
        sink.value(1);
        dimension(sink, "k", "a");
        dimension(sink, "k", "b");
        sink.end();
        assertOnlyFault(Reason.DUPLICATE_FIELD, "dimensions/k");
    }

    @Test
    void too_many_dimensions_are_a_fault() {
        sink.begin();
        sink.name("m");
        sink.value(1);
        for (int i = 0; i <= Dimensions.MAX_COUNT; i++) {
            dimension(sink, "k" + i, "x");
        }
        sink.end();
        assertOnlyFault(Reason.TOO_MANY_DIMENSIONS, "dimensions");
    }

    @Test
    void a_time_outside_the_retention_or_too_far_ahead_is_a_fault_and_the_edges_are_not() {
        long earliest = Retention.ofDays(90).cutoff(NOW).toEpochMilli();
        long latest = NOW.plus(Duration.ofHours(24)).toEpochMilli();
        for (long time : List.of(earliest - 1, earliest, latest, latest + 1)) {
            sink.begin();
            sink.name("m");
            sink.value(1);
            sink.timestamp(time);
            sink.end();
        }
        assertThat(sink.rejections())
                .extracting(Rejection::index, Rejection::reason)
                .containsExactly(
                        tuple(0, Reason.TIMESTAMP_OUT_OF_RANGE),
                        tuple(3, Reason.TIMESTAMP_OUT_OF_RANGE));
        assertThat(sink.toBatch().size()).isEqualTo(2);
    }

    @Test
    void beyond_the_series_limit_only_new_series_are_refused() {
        for (String name : List.of("a", "b", "c", "a")) {
            sink.begin();
            sink.name(name);
            sink.value(1);
            sink.end();
        }
        assertThat(sink.rejections()).extracting(Rejection::index).containsExactly(2);
        assertThat(sink.rejections().getFirst().reason()).isEqualTo(Reason.SERIES_LIMIT);
        assertThat(sink.toBatch().size()).isEqualTo(3);
    }

    @Test
    void of_several_faults_the_first_counts_and_the_metric_is_named_once() {
        sink.begin();
        sink.value(Double.NaN);
        sink.refuse(new InvalidValue(Reason.UNKNOWN_FIELD, "x", "unknown"));
        sink.name("1st");
        sink.end();
        assertOnlyFault(Reason.INVALID_VALUE, "value");
    }

    @Test
    void nothing_of_one_metric_leaks_into_the_next() {
        sink.begin();
        sink.name("m");
        sink.value(7);
        sink.timestamp(MILLIS - 1000);
        dimension(sink, "k", "v");
        sink.metadata(Metadata.of(Map.of("a", "b")));
        sink.end();
        good();
        sink.begin();
        sink.end();
        sink.begin();
        sink.refuse(new InvalidValue(Reason.UNKNOWN_FIELD, "x", "unknown"));
        sink.end();
        good();

        assertThat(sink.rejections())
                .extracting(Rejection::index, Rejection::field)
                .containsExactly(tuple(2, "metric_name"), tuple(3, "x"));
        assertThat(Metrics.in(sink.toBatch()).subList(1, 3))
                .containsOnly(TestMetric.of(tenant, "m"));
    }

    @Test
    void one_metric_too_many_ends_the_request() {
        MetricSink small = sink(1);
        small.begin();
        small.end();
        assertThatThrownBy(small::begin)
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        fault -> assertThat(fault.reason()).isEqualTo(Reason.BATCH_TOO_LARGE));
    }
}
