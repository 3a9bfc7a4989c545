package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.query.AggregateRequest;
import com.ayvlo.metrics.application.query.RawRequest;
import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the question of {@code POST /metrics/query}, in either of its two forms. */
final class QueryDocument {
    private static final int MAX_AGGREGATIONS = 32;
    private static final Set<String> REQUIRED = Set.of("metric_name", "start_time", "end_time");
    private static final Set<String> ONLY_RAW = Set.of("limit", "cursor");
    private static final Set<String> ONLY_AGGREGATE =
            Set.of("interval", "timezone", "group_by", "aggregations");

    /** Without the names of System V, which are Java's own. */
    private static final Set<String> ZONES =
            ZoneId.getAvailableZoneIds().stream()
                    .filter(id -> !id.startsWith("SystemV/"))
                    .collect(Collectors.toUnmodifiableSet());

    private @Nullable MetricName name;
    private @Nullable Instant from;
    private @Nullable Instant to;
    private Dimensions filter = Dimensions.NONE;
    private boolean aggregate;
    private int limit = RawQuery.DEFAULT_LIMIT;
    private Optional<RawRow> after = Optional.empty();
    private Interval interval = Interval.ONE_HOUR;
    private ZoneId zone = ZoneOffset.UTC;
    private String zoneId = "UTC";
    private List<String> groupBy = List.of();
    private List<Aggregation> aggregations = Aggregation.DEFAULTS;

    private QueryDocument() {}

    /**
     * Reads the document.
     *
     * @throws InvalidValue if a field is unknown, missing or wrong, or belongs to the other form
     */
    static QueryDocument read(Json json, InputStream body) {
        QueryDocument document = new QueryDocument();
        Set<String> fields =
                json.read(
                        body,
                        parser -> Strict.object(parser, field -> document.read(parser, field)));
        for (String field : REQUIRED) {
            if (!fields.contains(field)) {
                throw Strict.missing(field);
            }
        }
        for (String field : document.aggregate ? ONLY_RAW : ONLY_AGGREGATE) {
            if (fields.contains(field)) {
                throw new InvalidValue(
                        Reason.INVALID_FIELD,
                        field,
                        "%s belongs to queries with \"aggregate\":%s"
                                .formatted(field, !document.aggregate));
            }
        }
        return document;
    }

    boolean isAggregate() {
        return aggregate;
    }

    /** The name of the time zone as it was asked for. */
    String zoneId() {
        return zoneId;
    }

    RawRequest toRaw() {
        return new RawRequest(required(name), range(), filter, limit, after);
    }

    AggregateRequest toAggregate() {
        return new AggregateRequest(
                required(name), range(), filter, interval, zone, groupBy, aggregations);
    }

    private TimeRange range() {
        return new TimeRange(required(from), required(to));
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a required field was not read");
        }
        return value;
    }

    private boolean read(JsonParser json, String field) throws IOException {
        switch (field) {
            case "metric_name" -> name = new MetricName(Strict.string(json, field));
            case "start_time" -> from = Rfc3339.parse(field, Strict.string(json, field));
            case "end_time" -> to = Rfc3339.parse(field, Strict.string(json, field));
            case "dimensions" -> filter = Dimensions.of(Strict.stringMap(json, field));
            case "aggregate" -> aggregate = Strict.bool(json, field);
            case "limit" -> limit = limit(Strict.integer(json, field));
            case "cursor" -> after = Optional.of(RawCursor.decode(Strict.string(json, field)));
            case "interval" -> interval = Interval.parse(Strict.string(json, field));
            case "timezone" -> zone(Strict.string(json, field));
            case "group_by" -> groupBy = groupBy(Strict.strings(json, field, Dimensions.MAX_COUNT));
            case "aggregations" ->
                    aggregations = aggregations(Strict.strings(json, field, MAX_AGGREGATIONS));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What does not fit is out of bounds all the same. */
    private static int limit(long limit) {
        return Math.clamp(limit, -1, Integer.MAX_VALUE);
    }

    private void zone(String id) {
        if (!ZONES.contains(id)) {
            throw new InvalidValue(
                    Reason.INVALID_TIMEZONE,
                    "timezone",
                    "timezone is a name of the IANA time zone database, such as Europe/Berlin or"
                            + " UTC, not "
                            + InvalidValue.shown(id));
        }
        zone = ZoneId.of(id);
        zoneId = id;
    }

    private static List<String> groupBy(List<String> keys) {
        for (int i = 0; i < keys.size(); i++) {
            try {
                Dimensions.checkKey(keys.get(i));
            } catch (InvalidValue invalid) {
                throw new InvalidValue(invalid.reason(), "group_by/" + i, invalid.detail());
            }
        }
        return keys;
    }

    private static List<Aggregation> aggregations(List<String> names) {
        if (names.isEmpty()) {
            throw new InvalidValue(
                    Reason.INVALID_AGGREGATION,
                    "aggregations",
                    "aggregations has at least one member, or is left out");
        }
        List<Aggregation> parsed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            try {
                parsed.add(Aggregation.parse(names.get(i)));
            } catch (InvalidValue invalid) {
                throw new InvalidValue(invalid.reason(), "aggregations/" + i, invalid.detail());
            }
        }
        return parsed;
    }
}
