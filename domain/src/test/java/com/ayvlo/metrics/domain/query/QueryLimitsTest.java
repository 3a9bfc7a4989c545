package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

class QueryLimitsTest {
    private static final QueryBudget BUDGET = QueryBudget.of(Duration.ofSeconds(30));

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 10_000})
    void takeFromOneToTenThousand(int limit) {
        assertThat(raw(limit).limit()).isEqualTo(limit);
        assertThat(catalog(limit).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refuseAnythingElse(int limit) {
        refused(limit, catchThrowableOfType(InvalidValue.class, () -> raw(limit)));
        refused(limit, catchThrowableOfType(InvalidValue.class, () -> catalog(limit)));
    }

    private static void refused(int limit, InvalidValue refusal) {
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_LIMIT);
        assertThat(refusal.field()).isEqualTo("limit");
        assertThat(refusal.detail()).contains("10000", Integer.toString(limit));
    }

    private static RawQuery raw(int limit) {
        return new RawQuery(
                new MetricName("revenue"),
                TimeRange.ALL,
                Dimensions.NONE,
                limit,
                Optional.empty(),
                BUDGET);
    }

    private static CatalogQuery catalog(int limit) {
        return new CatalogQuery(TimeRange.ALL, "", Optional.empty(), limit, BUDGET);
    }
}
