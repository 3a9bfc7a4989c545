package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.util.Comparator;
import java.util.UUID;

/**
 * Whose metric it is, and which; in the order in which ClickHouse keeps them.
 *
 * @param tenant whose
 * @param name which
 */
record SeriesName(UUID tenant, String name) implements Comparable<SeriesName> {
    private static final Comparator<SeriesName> BY_TENANT =
            Comparator.comparing(SeriesName::tenant).thenComparing(SeriesName::name);

    @Override
    public int compareTo(SeriesName other) {
        return BY_TENANT.compare(this, other);
    }
}
