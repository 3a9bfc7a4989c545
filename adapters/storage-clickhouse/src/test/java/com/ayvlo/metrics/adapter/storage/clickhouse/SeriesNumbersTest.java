package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

class SeriesNumbersTest {
    private static final TenantId ONE = new TenantId(new UUID(0, 1));
    private static final TenantId TWO = new TenantId(new UUID(0, 2));

    private final SeriesNumbers numbers = new SeriesNumbers();

    @Test
    void knowsWhatEachMetricHas() {
        List<Series> series =
                IntStream.range(0, 5000)
                        .mapToObj(i -> series(i, i % 2 == 0 ? ONE : TWO, "m" + i % 7, "h" + i % 90))
                        .toList();

        assertRight(series);
        assertRight(series); // from what it remembers
        assertRight(series.subList(100, 200));
    }

    @Test
    void hasEachValueOfABlockOnce() {
        assertRight(List.of(series(0, ONE, "a", "x"), series(1, ONE, "b", "y")));

        SeriesNumbers.Columns columns =
                numbers.of(batch(List.of(series(2, TWO, "a", "y"), series(3, TWO, "a", "y"))));

        assertThat(columns.names().values()).hasSize(1);
        assertThat(columns.texts().values()).hasSize(1);
    }

    @Test
    void isNotMisledByAnIdThatMeansSomethingElse() {
        assertRight(List.of(series(7, ONE, "a", "x")));
        assertRight(List.of(series(7, TWO, "b", "y")));
        assertRight(List.of(series(7, ONE, "a", "x"), series(Integer.MAX_VALUE, ONE, "b", "x")));
    }

    @Test
    void forgetsWhenItKnowsTooMuch() {
        for (int block = 0; block < 4; block++) {
            int first = block * 100_000;
            assertRight(
                    IntStream.range(first, first + 100_000)
                            .mapToObj(i -> series(i, ONE, "a", "h" + i))
                            .toList());
        }
        assertRight(List.of(series(0, ONE, "a", "h0"), series(399_999, ONE, "a", "h399999")));
    }

    private void assertRight(List<Series> series) {
        SeriesNumbers.Columns columns = numbers.of(batch(series));
        for (int i = 0; i < series.size(); i++) {
            Series one = series.get(i);
            assertThat(columns.names().value(i))
                    .isEqualTo(new SeriesName(one.tenant().value(), one.name().value()));
            assertThat(new String(columns.texts().value(i), StandardCharsets.UTF_8))
                    .isEqualTo(SeriesText.of(one.dimensions()));
        }
    }

    private static Series series(int id, TenantId tenant, String name, String host) {
        return new Series(id, tenant, new MetricName(name), Dimensions.of(Map.of("host", host)));
    }

    private static MetricBatch batch(List<Series> series) {
        MetricBatch.Builder batch = new MetricBatch.Builder();
        series.forEach(one -> batch.add(one, 1, 1, Metadata.NONE));
        return batch.build();
    }
}
