package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One number that an aggregate gives per window. */
public sealed interface Aggregation {
    /** The eight numbers of a query that asks for none in particular. */
    List<Aggregation> DEFAULTS =
            List.of(
                    Simple.COUNT,
                    Simple.SUM,
                    Simple.AVG,
                    Simple.MIN,
                    Simple.MAX,
                    new Percentile("p50", 0.50),
                    new Percentile("p95", 0.95),
                    new Percentile("p99", 0.99));

    /** The name in the API: {@code sum}, {@code p99.9}. */
    String wireName();

    /**
     * The aggregation of this name: one of the five simple ones, or {@code p} and a number from 0
     * to 100 with at most two digits before the point and at most three behind it.
     *
     * @throws InvalidValue with the field {@code aggregations} if there is none
     */
    static Aggregation parse(String text) {
        return Stream.of(Simple.values())
                .filter(simple -> simple.wireName().equals(text))
                .<Aggregation>map(simple -> simple)
                .findFirst()
                .orElseGet(() -> Percentile.parse(text));
    }

    /** Those that need no percentile. */
    enum Simple implements Aggregation {
        COUNT("count"),
        SUM("sum"),
        AVG("avg"),
        MIN("min"),
        MAX("max");

        private final String wireName;

        Simple(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String wireName() {
            return wireName;
        }
    }

    /**
     * The value below which a share of the values lies, by linear interpolation at rank q·(n-1)
     * (Hyndman and Fan's type 7, {@code PERCENTILE_CONT} of SQL).
     *
     * @param wireName as it was asked for
     * @param quantile the share, 0 to 1
     */
    record Percentile(String wireName, double quantile) implements Aggregation {
        private static final Pattern NAME = Pattern.compile("p(\\d{1,2}(\\.\\d{1,3})?|100)");

        /** A percentile. */
        public Percentile {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw new IllegalArgumentException("a quantile is 0 to 1");
            }
        }

        static Percentile parse(String text) {
            if (!NAME.matcher(text).matches()) {
                throw new InvalidValue(
                        Reason.INVALID_AGGREGATION,
                        "aggregations",
                        "an aggregation is count, sum, avg, min, max or p0 to p100 (p99.9), not "
                                + InvalidValue.shown(text));
            }
            return new Percentile(
                    text, new BigDecimal(text.substring(1)).movePointLeft(2).doubleValue());
        }
    }
}
