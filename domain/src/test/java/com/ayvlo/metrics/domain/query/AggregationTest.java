package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.query.Aggregation.Percentile;
import com.ayvlo.metrics.domain.query.Aggregation.Simple;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregationTest {
    @Test
    void areTheEightDocumentedOnesByDefault() {
        assertThat(Aggregation.DEFAULTS.stream().map(Aggregation::wireName))
                .containsExactly("count", "sum", "avg", "min", "max", "p50", "p95", "p99");
        assertThat(Aggregation.DEFAULTS)
                .allSatisfy(each -> assertThat(Aggregation.parse(each.wireName())).isEqualTo(each));
    }

    @ParameterizedTest
    @EnumSource
    void isReadByItsName(Simple simple) {
        assertThat(Aggregation.parse(simple.wireName())).isEqualTo(simple);
    }

    /** The quantile is the nearest double to the decimal, as a literal is. */
    @ParameterizedTest
    @CsvSource({
        "p0,0",
        "p5,0.05",
        "p05,0.05",
        "p50,0.5",
        "p55,0.55",
        "p57,0.57",
        "p99,0.99",
        "p99.9,0.999",
        "p99.99,0.9999",
        "p99.999,0.99999",
        "p0.001,0.00001",
        "p100,1"
    })
    void readsPercentiles(String text, double quantile) {
        assertThat(Aggregation.parse(text)).isEqualTo(new Percentile(text, quantile));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p",
                "P50",
                "COUNT",
                "p-1",
                "p101",
                "p100.0",
                "p100.1",
                "p999",
                "p50.",
                "p.5",
                "p99.9999",
                "p1e1",
                "p٥",
                "median",
                "count ",
                "p50\n"
            })
    void refusesOtherNames(String text) {
        InvalidValue refusal =
                catchThrowableOfType(InvalidValue.class, () -> Aggregation.parse(text));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_AGGREGATION);
        assertThat(refusal.field()).isEqualTo("aggregations");
        assertThat(refusal.detail()).contains(InvalidValue.shown(text));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void hasQuantilesFromZeroToOne(double quantile) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Percentile("p", quantile));
    }
}
