package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.Dimensions;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

class AggregateRowTest {
    @Test
    void sortsByWindowThenByTheGroupsValuesInTheOrderAskedFor() {
        List<AggregateRow> ascending =
                List.of(
                        row(1, Map.of()),
                        row(1, Map.of("a", "9")),
                        row(1, Map.of("b", "\uffff")),
                        row(1, Map.of("b", "\uffff", "a", "1")),
                        row(1, Map.of("b", "😀")),
                        row(2, Map.of()));
        List<AggregateRow> rows = new ArrayList<>(ascending);
        Collections.shuffle(rows, new Random(1));

        rows.sort(AggregateRow.order(List.of("b", "a")));

        assertThat(rows).isEqualTo(ascending);
    }

    @Test
    void keepsItsNumbersToItself() {
        double[] values = {1, 2};
        AggregateRow row = new AggregateRow(0, Dimensions.NONE, 1, values);

        values[0] = 3;

        assertThat(row.value(0)).isEqualTo(1);
        assertThat(row.value(1)).isEqualTo(2);
    }

    @Test
    void isEqualIfEverythingIs() {
        AggregateRow row = row(1, Map.of("a", "b"));

        assertThat(row)
                .isEqualTo(row(1, Map.of("a", "b")))
                .hasSameHashCodeAs(row(1, Map.of("a", "b")));
        assertThat(row).isNotEqualTo(row(2, Map.of("a", "b")));
        assertThat(row).isNotEqualTo(row(1, Map.of("a", "c")));
        assertThat(row)
                .isNotEqualTo(
                        new AggregateRow(1, Dimensions.of(Map.of("a", "b")), 2, new double[] {7}));
        assertThat(row)
                .isNotEqualTo(
                        new AggregateRow(1, Dimensions.of(Map.of("a", "b")), 1, new double[] {8}));
    }

    private static AggregateRow row(long window, Map<String, String> group) {
        return new AggregateRow(window, Dimensions.of(group), 1, new double[] {7});
    }
}
