package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.query.Windows;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Queries of tests: all of a metric, unless told otherwise. */
public final class TestQueries {
    /** Enough for every test that is not about budgets. */
    public static final QueryBudget BUDGET = QueryBudget.of(Duration.ofSeconds(60));

    private TestQueries() {}

    /** A range from one time to another, in the form of RFC 3339. */
    public static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse(from), Instant.parse(to));
    }

    /** A raw query for this metric. */
    public static Raw raw(String name) {
        return new Raw(name);
    }

    /** An aggregate query for this metric: one window a year, in UTC, in one group. */
    public static Aggregate aggregate(String name) {
        return new Aggregate(name);
    }

    /** A catalog query. */
    public static Catalog catalog() {
        return new Catalog();
    }

    /** Builds a raw query. */
    public static final class Raw {
        private final MetricName name;
        private TimeRange range = TimeRange.ALL;
        private Dimensions filter = Dimensions.NONE;
        private int limit = RawQuery.MAX_LIMIT;
        private Optional<RawRow> after = Optional.empty();
        private QueryBudget budget = BUDGET;

        private Raw(String name) {
            this.name = new MetricName(name);
        }

        /** Only this range. */
        public Raw range(TimeRange newRange) {
            range = newRange;
            return this;
        }

        /** Only series with this dimension. */
        public Raw filter(String key, String value) {
            return filter(Dimensions.of(Map.of(key, value)));
        }

        /** Only series with these dimensions. */
        public Raw filter(Dimensions newFilter) {
            filter = newFilter;
            return this;
        }

        /** At most this many rows. */
        public Raw limit(int newLimit) {
            limit = newLimit;
            return this;
        }

        /** Only rows behind this one. */
        public Raw after(RawRow row) {
            after = Optional.of(row);
            return this;
        }

        /** With this budget. */
        public Raw budget(QueryBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /** The query. */
        public RawQuery build() {
            return new RawQuery(name, range, filter, limit, after, budget);
        }
    }

    /** Builds an aggregate query. */
    public static final class Aggregate {
        private final MetricName name;
        private TimeRange range = TimeRange.ALL;
        private Dimensions filter = Dimensions.NONE;
        private Interval interval = Interval.ONE_YEAR;
        private ZoneId zone = ZoneOffset.UTC;
        private List<String> groupBy = List.of();
        private List<Aggregation> aggregations = Aggregation.DEFAULTS;
        private QueryBudget budget = BUDGET;

        private Aggregate(String name) {
            this.name = new MetricName(name);
        }

        /** Only this range. */
        public Aggregate range(TimeRange newRange) {
            range = newRange;
            return this;
        }

        /** Only series with this dimension. */
        public Aggregate filter(String key, String value) {
            return filter(Dimensions.of(Map.of(key, value)));
        }

        /** Only series with these dimensions. */
        public Aggregate filter(Dimensions newFilter) {
            filter = newFilter;
            return this;
        }

        /** Windows of this length in UTC. */
        public Aggregate every(Interval newInterval) {
            return every(newInterval, ZoneOffset.UTC);
        }

        /** Windows of this length in this zone. */
        public Aggregate every(Interval newInterval, ZoneId newZone) {
            interval = newInterval;
            zone = newZone;
            return this;
        }

        /** Grouped by these keys. */
        public Aggregate groupBy(String... keys) {
            groupBy = List.of(keys);
            return this;
        }

        /** Only these numbers, by the names of the API. */
        public Aggregate only(String... names) {
            aggregations = Stream.of(names).map(Aggregation::parse).toList();
            return this;
        }

        /** With this budget. */
        public Aggregate budget(QueryBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /** The query. */
        public AggregateQuery build() {
            return new AggregateQuery(
                    name,
                    range,
                    filter,
                    Windows.of(interval, zone, range),
                    groupBy,
                    aggregations,
                    budget);
        }
    }

    /** Builds a catalog query. */
    public static final class Catalog {
        private TimeRange range = TimeRange.ALL;
        private String prefix = "";
        private Optional<String> after = Optional.empty();
        private int limit = CatalogQuery.MAX_LIMIT;

        private Catalog() {}

        /** Only this range. */
        public Catalog range(TimeRange newRange) {
            range = newRange;
            return this;
        }

        /** Only names that start so. */
        public Catalog prefix(String newPrefix) {
            prefix = newPrefix;
            return this;
        }

        /** Only names behind this one. */
        public Catalog after(String name) {
            after = Optional.of(name);
            return this;
        }

        /** At most this many names. */
        public Catalog limit(int newLimit) {
            limit = newLimit;
            return this;
        }

        /** The query. */
        public CatalogQuery build() {
            return new CatalogQuery(range, prefix, after, limit, BUDGET);
        }
    }
}
