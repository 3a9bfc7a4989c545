package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.query.RollupQuery;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToIntFunction;
import java.util.stream.Collectors;

/** Spells what is done with some hours of some names. */
final class RollupSql {
    /** The length of an hour. */
    static final long HOUR_MICROS = Sql.micros(RollupQuery.HOUR_MILLIS);

    /** The percentiles that are kept. */
    static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

    private final long[] keys;

    /** At least one hour. */
    RollupSql(long... keys) {
        this.keys = keys;
    }

    /** The dirty hours from one on and before another, in order, by their name and hour. */
    static Sql dirty(int fromHour, Instant before, int limit) {
        return new Sql()
                .add("SELECT DISTINCT name_id, epoch_us(hour) // " + HOUR_MICROS + " AS h")
                .add(" FROM dirty WHERE hour >= make_timestamp(" + fromHour * HOUR_MICROS + ")")
                .add(" AND hour < " + Sql.timestamp(before.toEpochMilli()))
                .add(" ORDER BY h, name_id LIMIT " + limit);
    }

    /**
     * The numbers of each of the hours that has metrics, the same as {@link AggregateSql} computes
     * them: name, hour, count, sum, sum of the absolute values, least, most and percentiles.
     */
    Sql numbers() {
        long first = Arrays.stream(keys).map(DirtyHours::hour).min().orElseThrow();
        long last = Arrays.stream(keys).map(DirtyHours::hour).max().orElseThrow();
        return new Sql()
                .add("SELECT name_id, h, n, total, magnitude, least, most,")
                .add(" percentiles[1], percentiles[2], percentiles[3] FROM (")
                .add("SELECT picked.name_id, h, count(*) AS n, fsum(value) AS total,")
                .add(" sum(abs(value)) AS magnitude, min(value) AS least, max(value) AS most,")
                .add(" quantile_cont(value, " + QUANTILES + ") AS percentiles")
                .add(" FROM samples JOIN ")
                .add(picked())
                .add(" ON samples.name_id = picked.name_id")
                .add(" AND epoch_us(ts) // " + HOUR_MICROS + " = h")
                .add(" WHERE ts >= make_timestamp(" + first * HOUR_MICROS + ")")
                .add(" AND ts < make_timestamp(" + (last + 1) * HOUR_MICROS + ")")
                .add(" GROUP BY ALL) ORDER BY name_id, h");
    }

    /** Deletes the hours from a table. */
    Sql deleteFrom(String table) {
        return new Sql()
                .add("DELETE FROM " + table + " USING ")
                .add(picked())
                .add(" WHERE %s.name_id = picked.name_id".formatted(table))
                .add(" AND %s.hour = make_timestamp(h * %d)".formatted(table, HOUR_MICROS));
    }

    /** Two texts, since a thousand constants take DuckDB longer than all the rest. */
    private Sql picked() {
        return new Sql()
                .add(
                        "(SELECT unnest(str_split(?, ','))::INTEGER AS name_id,",
                        list(DirtyHours::nameId))
                .add(" unnest(str_split(?, ','))::BIGINT AS h) AS picked", list(DirtyHours::hour));
    }

    private String list(LongToIntFunction part) {
        return Arrays.stream(keys)
                .mapToInt(part)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }
}
