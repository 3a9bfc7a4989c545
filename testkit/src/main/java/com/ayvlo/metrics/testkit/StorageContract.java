package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.List;

/**
 * What the contracts of a storage share. Every test works with tenants and nodes of its own, so
 * that tests may run in any order and on a server that others use.
 */
public interface StorageContract {
    /**
     * The storage under test. Opened for one test, which may close it; what it stores on may be
     * shared with other tests.
     */
    MetricStorage storage();

    /** A tenant that no other test has. */
    default TenantId freshTenant() {
        return TestMetrics.freshTenant();
    }

    /** Writes these metrics as one block of a new node. */
    default void write(TestMetric... metrics) {
        storage().writer().write(Blocks.ofNewNode().next(metrics));
    }

    /** Writes these metrics as one block of a new node. */
    default void write(List<TestMetric> metrics) {
        write(metrics.toArray(TestMetric[]::new));
    }

    /** The rows that the storage answers. */
    default List<RawRow> rows(TenantId tenant, TestQueries.Raw query) {
        return storage().reader().raw(tenant, query.build()).rows();
    }

    /** All rows of this metric, at most 10,000. */
    default List<RawRow> rows(TenantId tenant, String name) {
        return rows(tenant, TestQueries.raw(name));
    }

    /** The whole answer, which must be within its budget. */
    default List<AggregateRow> aggregate(TenantId tenant, TestQueries.Aggregate query) {
        AggregateResult result = storage().reader().aggregate(tenant, query.build());
        assertThat(result).isInstanceOf(AggregateResult.Rows.class);
        return ((AggregateResult.Rows) result).rows();
    }

    /** How many metrics of this name an aggregate counts. */
    default long count(TenantId tenant, String name) {
        return aggregate(tenant, TestQueries.aggregate(name)).stream()
                .mapToLong(AggregateRow::count)
                .sum();
    }

    /** The names of metrics in the catalog. */
    default List<String> names(TenantId tenant) {
        return storage().catalog().metricNames(tenant, TestQueries.catalog().build()).names();
    }
}
