package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * That a storage answers random queries about random metrics as {@link InMemoryStorage} does. With
 * the system property {@code endurance} it takes minutes. A failure names its seed; the system
 * property {@code seed} repeats it.
 */
public interface AggregateOracleContract extends StorageContract {
    @Test
    default void answers_areThoseOfTheReference() {
        boolean endurance = Boolean.getBoolean("endurance");
        long seed = Long.getLong("seed", new Random().nextLong());
        RandomGenerator random = new Random(seed);
        RandomMetrics metrics = new RandomMetrics(random, endurance ? 10 : 3);
        RandomQueries queries = new RandomQueries(random, metrics);
        try (MetricStorage reference = new InMemoryStorage()) {
            writeBoth(reference, metrics, random, endurance ? 2_000_000 : 20_000);
            for (int i = 0; i < (endurance ? 200 : 60); i++) {
                TenantId tenant = metrics.tenant();
                String about = "query %d of seed %d".formatted(i, seed);
                compareAggregates(reference, tenant, queries.aggregate(), about);
                compareRows(reference, tenant, queries.raw(), about);
                compareNames(reference, tenant, queries, about);
            }
        }
    }

    private void writeBoth(
            MetricStorage reference, RandomMetrics metrics, RandomGenerator random, int total) {
        Blocks blocks = Blocks.ofNewNode();
        Blocks ofOtherNode = Blocks.ofNewNode();
        int written = 0;
        while (written < total) {
            int size = Math.min(total - written, 1 + random.nextInt(total / 10));
            Block block =
                    (random.nextInt(3) == 0 ? ofOtherNode : blocks)
                            .next(metrics.batch(Math.min(size, Block.MAX_METRICS)));
            int times = random.nextInt(4) == 0 ? 2 : 1;
            for (int i = 0; i < times; i++) {
                reference.writer().write(block);
                storage().writer().write(block);
            }
            written += block.metrics().size();
        }
    }

    private void compareAggregates(
            MetricStorage reference, TenantId tenant, AggregateQuery query, String about) {
        AggregateResult expected = reference.reader().aggregate(tenant, query);
        AggregateResult actual = storage().reader().aggregate(tenant, query);
        if (!(expected instanceof AggregateResult.Rows(List<AggregateRow> expectedRows))) {
            assertThat(actual).as("%s: %s", about, query).isEqualTo(expected);
            return;
        }
        assertThat(actual).as("%s: %s", about, query).isInstanceOf(AggregateResult.Rows.class);
        List<AggregateRow> rows = ((AggregateResult.Rows) actual).rows();
        AggregateQuery bounds = withBounds(query);
        AggregateResult sized = reference.reader().aggregate(tenant, bounds);
        List<AggregateRow> sizes = ((AggregateResult.Rows) sized).rows();
        assertThat(rows).as("%s: %s", about, query).hasSameSizeAs(expectedRows);
        for (int i = 0; i < rows.size(); i++) {
            AggregateRow row = rows.get(i);
            AggregateRow wanted = expectedRows.get(i);
            assertThat(row.windowStartMillis()).as(about).isEqualTo(wanted.windowStartMillis());
            assertThat(row.group()).as(about).isEqualTo(wanted.group());
            assertThat(row.count()).as(about).isEqualTo(wanted.count());
            double size = Math.max(Math.abs(sizes.get(i).value(0)), sizes.get(i).value(1));
            compareNumbers(query, row, wanted, size, about);
        }
    }

    /** Asks for the smallest and the largest value, by which rounding errors are measured. */
    private static AggregateQuery withBounds(AggregateQuery query) {
        return new AggregateQuery(
                query.name(),
                query.range(),
                query.filter(),
                query.windows(),
                query.groupBy(),
                List.of(Aggregation.Simple.MIN, Aggregation.Simple.MAX),
                query.budget());
    }

    private static void compareNumbers(
            AggregateQuery query,
            AggregateRow row,
            AggregateRow wanted,
            double size,
            String about) {
        for (int i = 0; i < query.aggregations().size(); i++) {
            Aggregation aggregation = query.aggregations().get(i);
            double tolerance =
                    switch (aggregation) {
                        case Aggregation.Simple.SUM ->
                                tolerance(wanted.value(i), size * (double) row.count());
                        case Aggregation.Simple.AVG -> tolerance(wanted.value(i), size);
                        case Aggregation.Percentile _ ->
                                tolerance(wanted.value(i), size * Math.sqrt((double) row.count()));
                        case Aggregation.Simple _ -> 0;
                    };
            assertThat(row.value(i))
                    .as("%s: %s of %s, %s", about, aggregation.wireName(), row, query)
                    .isEqualTo(wanted.value(i), within(tolerance));
        }
    }

    /** What cancels out may leave as much behind as its parts were rounded. */
    private static double tolerance(double wanted, double size) {
        return 1e-9 * Math.abs(wanted) + 1e-14 * size;
    }

    private void compareRows(
            MetricStorage reference, TenantId tenant, RawQuery query, String about) {
        RawPage expected = reference.reader().raw(tenant, query);
        assertThat(storage().reader().raw(tenant, query))
                .as("%s: %s", about, query)
                .isEqualTo(expected);
        if (expected.more()) {
            RawQuery next = RandomQueries.behind(query, expected.rows().getLast());
            assertThat(storage().reader().raw(tenant, next))
                    .as("%s: %s", about, next)
                    .isEqualTo(reference.reader().raw(tenant, next));
        }
    }

    private void compareNames(
            MetricStorage reference, TenantId tenant, RandomQueries queries, String about) {
        CatalogQuery query = queries.catalog();
        assertThat(storage().catalog().metricNames(tenant, query))
                .as("%s: %s", about, query)
                .isEqualTo(reference.catalog().metricNames(tenant, query));
        assertThat(storage().catalog().dimensionKeys(tenant, RandomMetrics.NAMES.getFirst(), query))
                .as("%s: keys, %s", about, query)
                .isEqualTo(
                        reference
                                .catalog()
                                .dimensionKeys(tenant, RandomMetrics.NAMES.getFirst(), query));
        assertThat(
                        storage()
                                .catalog()
                                .dimensionValues(
                                        tenant, RandomMetrics.NAMES.getLast(), "region", query))
                .as("%s: values, %s", about, query)
                .isEqualTo(
                        reference
                                .catalog()
                                .dimensionValues(
                                        tenant, RandomMetrics.NAMES.getLast(), "region", query));
    }
}
