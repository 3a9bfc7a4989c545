package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lists the distinct names among the rows in range. */
final class InMemoryCatalog implements MetricCatalog {
    /** The order of code points is the order of the bytes in UTF-8. */
    private static final Comparator<String> BY_CODE_POINT =
            Comparator.comparing(
                    text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final InMemoryStorage storage;

    InMemoryCatalog(InMemoryStorage storage) {
        this.storage = storage;
    }

    @Override
    public CatalogPage metricNames(TenantId tenant, CatalogQuery query) {
        return storage.reading(
                tenant,
                ofTenant ->
                        page(
                                ofTenant.entrySet().stream()
                                        .filter(
                                                e ->
                                                        inRange(e.getValue(), query)
                                                                .findAny()
                                                                .isPresent())
                                        .map(e -> e.getKey().value()),
                                query));
    }

    @Override
    public CatalogPage dimensionKeys(TenantId tenant, MetricName name, CatalogQuery query) {
        return storage.reading(
                tenant,
                ofTenant ->
                        page(
                                inRange(rows(ofTenant, name), query)
                                        .flatMap(row -> row.dimensions().asMap().keySet().stream()),
                                query));
    }

    @Override
    public CatalogPage dimensionValues(
            TenantId tenant, MetricName name, String key, CatalogQuery query) {
        return storage.reading(
                tenant,
                ofTenant ->
                        page(
                                inRange(rows(ofTenant, name), query)
                                        .flatMap(row -> row.dimensions().get(key).stream()),
                                query));
    }

    private static List<RawRow> rows(Map<MetricName, List<RawRow>> ofTenant, MetricName name) {
        return ofTenant.getOrDefault(name, List.of());
    }

    private static Stream<RawRow> inRange(List<RawRow> rows, CatalogQuery query) {
        Deadline deadline = Deadline.of(query.budget());
        return rows.stream()
                .peek(_ -> deadline.check())
                .filter(row -> query.range().contains(row.epochMillis()));
    }

    private static CatalogPage page(Stream<String> names, CatalogQuery query) {
        List<String> found =
                names.distinct()
                        .filter(name -> name.startsWith(query.prefix()))
                        .filter(
                                name ->
                                        query.after().stream()
                                                .allMatch(a -> BY_CODE_POINT.compare(name, a) > 0))
                        .sorted(BY_CODE_POINT)
                        .toList();
        return new CatalogPage(
                found.stream().limit(query.limit()).toList(), found.size() > query.limit());
    }
}
