package com.ayvlo.metrics.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class MetricBatchTest {
    private static final Series SERIES =
            new Series(
                    0,
                    new TenantId(new UUID(1, 2)),
                    new MetricName("revenue"),
                    Dimensions.of(Map.of("plan", "pro")));

    @Test
    void keepsMetricsInTheirOrder() {
        Metadata metadata = Metadata.of(Map.of("source", "stripe"));
        MetricBatch batch =
                new MetricBatch.Builder()
                        .add(SERIES, 20, 1.5, metadata)
                        .add(SERIES, 10, -2, Metadata.NONE)
                        .build();

        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.isEmpty()).isFalse();
        assertThat(batch.series(0)).isSameAs(SERIES);
        assertThat(batch.epochMillis(0)).isEqualTo(20);
        assertThat(batch.value(0)).isEqualTo(1.5);
        assertThat(batch.metadata(0)).isSameAs(metadata);
        assertThat(batch.epochMillis(1)).isEqualTo(10);
        assertThat(batch.value(1)).isEqualTo(-2);
        assertThat(batch.metadata(1)).isEqualTo(Metadata.NONE);
    }

    @Test
    void growsAsNeeded() {
        MetricBatch batch = counting(0, 1_000);

        assertThat(batch.size()).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(batch.value(i)).isEqualTo(i);
        }
    }

    @Test
    void hasNothingBehindItsLastMetric() {
        MetricBatch batch = counting(0, 3);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.value(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> batch.series(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> batch.metadata(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> batch.epochMillis(-1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void takesFiniteValuesOnly(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricBatch.Builder().add(SERIES, 0, value, Metadata.NONE));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-310})
    void keepsEveryBitOfAValue(double value) {
        MetricBatch batch = new MetricBatch.Builder().add(SERIES, 0, value, Metadata.NONE).build();

        assertThat(Double.doubleToRawLongBits(batch.value(0)))
                .isEqualTo(Double.doubleToRawLongBits(value));
    }

    @Test
    void keepsANegativeZeroAsZero() {
        MetricBatch batch = new MetricBatch.Builder().add(SERIES, 0, -0.0, Metadata.NONE).build();

        assertThat(Double.doubleToRawLongBits(batch.value(0))).isZero();
    }

    @Test
    void joinsBatchesOneBehindTheOther() {
        MetricBatch joined =
                MetricBatch.join(
                        List.of(
                                counting(0, 20),
                                MetricBatch.EMPTY,
                                counting(20, 1),
                                counting(21, 9)));

        assertThat(joined.size()).isEqualTo(30);
        for (int i = 0; i < 30; i++) {
            assertThat(joined.value(i)).isEqualTo(i);
            assertThat(joined.epochMillis(i)).isEqualTo(1_000 + i);
            assertThat(joined.series(i)).isSameAs(SERIES);
            assertThat(joined.metadata(i)).isEqualTo(Metadata.NONE);
        }
    }

    @Test
    void joinsNothingToNothing() {
        assertThat(MetricBatch.join(List.of()).isEmpty()).isTrue();
        assertThat(MetricBatch.join(List.of(MetricBatch.EMPTY)).isEmpty()).isTrue();
        assertThat(MetricBatch.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void keepsOnlyChosenMetrics() {
        BitSet chosen = BitSet.valueOf(new long[] {0b1001});

        MetricBatch kept = counting(0, 20).only(chosen);

        assertThat(kept.size()).isEqualTo(2);
        assertThat(kept.value(0)).isEqualTo(0);
        assertThat(kept.value(1)).isEqualTo(3);
        assertThat(kept.epochMillis(1)).isEqualTo(1_003);
    }

    @Test
    void isSliced() {
        MetricBatch batch = counting(0, 20);

        assertThat(batch.slice(0, 20)).isSameAs(batch);
        assertThat(batch.slice(20, 20).isEmpty()).isTrue();
        MetricBatch rest = batch.slice(17, 20);
        assertThat(rest.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(rest.value(i)).isEqualTo(17 + i);
            assertThat(rest.epochMillis(i)).isEqualTo(1_017 + i);
            assertThat(rest.series(i)).isSameAs(SERIES);
            assertThat(rest.metadata(i)).isEqualTo(Metadata.NONE);
        }
    }

    @Test
    void takesMoreThanItHasRoomFor() {
        for (int capacity = 0; capacity < 4; capacity++) {
            MetricBatch.Builder builder = new MetricBatch.Builder(capacity);
            for (int i = 0; i < 9; i++) {
                builder.add(SERIES, i, i, Metadata.NONE);
            }
            assertThat(builder.build().size()).isEqualTo(9);
        }
    }

    private static MetricBatch counting(int from, int count) {
        MetricBatch.Builder builder = new MetricBatch.Builder();
        for (int i = from; i < from + count; i++) {
            builder.add(SERIES, 1_000 + i, i, Metadata.NONE);
        }
        assertThat(builder.size()).isEqualTo(count);
        return builder.build();
    }
}
