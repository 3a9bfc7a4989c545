package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

class RawRowTest {
    private static final Dimensions PRO = Dimensions.of(Map.of("plan", "pro"));
    private static final Metadata STRIPE = Metadata.of(Map.of("source", "stripe"));

    /** Each row differs from the one before in the next column, or in an earlier one upwards. */
    private static final List<RawRow> ASCENDING =
            List.of(
                    new RawRow(-1, PRO, 9, STRIPE, 9),
                    new RawRow(1, Dimensions.NONE, 9, STRIPE, 9),
                    new RawRow(1, PRO, -1e300, STRIPE, 9),
                    new RawRow(1, PRO, 0, STRIPE, 9),
                    new RawRow(1, PRO, 2, Metadata.NONE, 9),
                    new RawRow(1, PRO, 2, STRIPE, 0),
                    new RawRow(1, PRO, 2, STRIPE, 1),
                    new RawRow(1, PRO, 10, Metadata.NONE, 0),
                    new RawRow(
                            1, Dimensions.of(Map.of("plan", "pro", "x", "y")), 0, Metadata.NONE, 0),
                    new RawRow(2, Dimensions.NONE, 0, Metadata.NONE, 0));

    @Test
    void sortsByTimestampDimensionsValueMetadataAndOccurrence() {
        List<RawRow> rows = new ArrayList<>(ASCENDING);
        Collections.shuffle(rows, new Random(1));

        Collections.sort(rows);

        assertThat(rows).isEqualTo(ASCENDING);
    }

    @Test
    void isTheSameMetricIfOnlyTheOccurrenceDiffers() {
        RawRow row = new RawRow(1, PRO, 2, STRIPE, 0);

        assertThat(row.sameMetric(new RawRow(1, PRO, 2, STRIPE, 1))).isTrue();
        assertThat(row.sameMetric(new RawRow(2, PRO, 2, STRIPE, 0))).isFalse();
        assertThat(row.sameMetric(new RawRow(1, Dimensions.NONE, 2, STRIPE, 0))).isFalse();
        assertThat(row.sameMetric(new RawRow(1, PRO, 3, STRIPE, 0))).isFalse();
        assertThat(row.sameMetric(new RawRow(1, PRO, 2, Metadata.NONE, 0))).isFalse();
    }

    @Test
    void isKeptByAPageAsACopy() {
        List<RawRow> rows = new ArrayList<>(ASCENDING);
        RawPage page = new RawPage(rows, true);

        rows.clear();

        assertThat(page.rows()).isEqualTo(ASCENDING);
    }
}
