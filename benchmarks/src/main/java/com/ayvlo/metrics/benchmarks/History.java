package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * A month of metrics that ClickHouse makes itself, since sending them would take minutes. How a
 * series is spelt it learns from a few metrics that came through the service.
 */
final class History {
    static final int NAMES = 200;
    static final int SERIES_OF_NAME = 250;

    /** Of the tenant that the examples are of; enough for so many series of a name. */
    private static final int EXAMPLES = 25_000;

    private static final int EXAMPLES_TENANT = 2;
    private static final int BLOCK = 5_000_000;

    private final ClickHouse clickHouse;
    private final Server server;

    History(ClickHouse clickHouse, Server server) {
        this.clickHouse = clickHouse;
        this.server = server;
    }

    /** Makes so many, unless they are there already, and says of which time they are. */
    TimeRange fill(long metrics) throws IOException, InterruptedException, ExecutionException {
        if (stored() == metrics) {
            long first = clickHouse.number("SELECT toUnixTimestamp(min(timestamp)) " + ofTenant());
            long start = (first - first % 3600) * 1000;
            return new TimeRange(start, start + TimeRange.THIRTY_DAYS);
        }
        TimeRange range = TimeRange.upToNow();
        sendExamples(range);
        for (long from = 0; from < metrics; from += BLOCK) {
            clickHouse
                    .server()
                    .execute(block(range, from, Math.min(BLOCK, metrics - from), metrics));
        }
        return range;
    }

    private long stored() {
        boolean made =
                clickHouse.number(
                                "SELECT count() FROM system.tables WHERE name = 'metrics' AND database = '%s'"
                                        .formatted(clickHouse.database()))
                        > 0;
        return made ? clickHouse.number("SELECT count() " + ofTenant()) : 0;
    }

    private String ofTenant() {
        return "FROM %s WHERE tenant_id = '%s'"
                .formatted(clickHouse.table("metrics"), Catalog.DEMO_TENANT);
    }

    private void sendExamples(TimeRange range)
            throws IOException, InterruptedException, ExecutionException {
        server.createTenant(Catalog.tenant(EXAMPLES_TENANT));
        Shape shape =
                new Shape(
                        EXAMPLES,
                        1000,
                        EXAMPLES,
                        1,
                        false,
                        range.fromMillis(),
                        range.toMillis(),
                        1);
        try (LoadProcess load = LoadProcess.start(server.port(), 1, EXAMPLES_TENANT, shape)) {
            load.go().get();
        }
        server.drain();
    }

    /** Times ascend with random milliseconds, values are log-normal with two decimals. */
    private String block(TimeRange range, long from, long count, long metrics) {
        String names =
                Catalog.metrics(NAMES).stream().collect(Collectors.joining("', '", "['", "']"));
        return """
        INSERT INTO %1$s (tenant_id, metric_name, timestamp, value, series, metadata, created_at)
        WITH (SELECT groupArray(text) FROM (SELECT DISTINCT toString(series) AS text FROM %1$s
            WHERE tenant_id = '%2$s' ORDER BY text LIMIT %3$d)) AS texts
        SELECT toUUID('%4$s'), %5$s[s %% %6$d + 1],
          fromUnixTimestamp64Milli(
            toInt64(%7$d + intDiv((number + rand(1) / 4294967296) * %8$d, %9$d)), 'UTC'),
          round(exp(4 + randNormal(0, 1)), 2), texts[intDiv(s, %6$d) + 1], '', now64(3)
        FROM (SELECT number, cityHash64(number) %% %10$d AS s FROM numbers(%11$d, %12$d))
        SETTINGS max_insert_threads = 1, max_memory_usage = 2500000000,
          min_insert_block_size_rows = 5000000, min_insert_block_size_bytes = 1000000000
        """
                .formatted(
                        clickHouse.table("metrics"),
                        Catalog.tenant(EXAMPLES_TENANT),
                        SERIES_OF_NAME,
                        Catalog.DEMO_TENANT,
                        names,
                        NAMES,
                        range.fromMillis(),
                        TimeRange.THIRTY_DAYS,
                        metrics,
                        NAMES * SERIES_OF_NAME,
                        from,
                        count);
    }
}
