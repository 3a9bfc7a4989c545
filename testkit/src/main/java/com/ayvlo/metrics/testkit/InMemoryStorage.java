package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The reference of what a storage answers: every metric is a row of a list, and every answer goes
 * over all rows of its metric. Forgets everything when it is closed. Safe for concurrent use.
 */
public final class InMemoryStorage implements MetricStorage {
    /** Every row has occurrence 0 here; they are numbered when they are read. */
    private final Map<TenantId, Map<MetricName, List<RawRow>>> rows = new HashMap<>();

    private final Set<BlockToken> applied = new HashSet<>();
    private final Map<NodeId, Long> positions = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** An empty storage. */
    public InMemoryStorage() {}

    @Override
    public BlockWriter writer() {
        return new Writer();
    }

    @Override
    public MetricReader reader() {
        return new Reader();
    }

    @Override
    public RollupReader rollups() {
        return RollupReader.NONE;
    }

    @Override
    public MetricCatalog catalog() {
        return new InMemoryCatalog(this);
    }

    @Override
    public RetentionEnforcer retention() {
        return (tenant, cutoff) -> locked(lock.writeLock(), () -> delete(tenant, cutoff));
    }

    @Override
    public Health check() {
        lock.readLock().lock();
        try {
            return closed ? Health.down("closed") : Health.up("in memory");
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            rows.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Answers from this tenant's rows, by metric in order, while nobody changes them. */
    <T> T reading(TenantId tenant, Function<Map<MetricName, List<RawRow>>, T> answer) {
        return locked(lock.readLock(), () -> answer.apply(rows.getOrDefault(tenant, Map.of())));
    }

    private <T> T locked(Lock held, Supplier<T> action) {
        held.lock();
        try {
            if (closed) {
                throw new StorageException.Unavailable("the storage is closed");
            }
            return action.get();
        } finally {
            held.unlock();
        }
    }

    private long delete(TenantId tenant, Instant cutoff) {
        Map<MetricName, List<RawRow>> ofTenant = rows.getOrDefault(tenant, Map.of());
        long before = count(ofTenant);
        for (List<RawRow> ofMetric : ofTenant.values()) {
            ofMetric.removeIf(row -> Instant.ofEpochMilli(row.epochMillis()).isBefore(cutoff));
        }
        return before - count(ofTenant);
    }

    private static long count(Map<MetricName, List<RawRow>> ofTenant) {
        return ofTenant.values().stream().mapToLong(List::size).sum();
    }

    private final class Writer implements BlockWriter {
        @Override
        public void write(Block block) {
            locked(lock.writeLock(), () -> applied.add(block.token()) && keep(block));
        }

        private boolean keep(Block block) {
            MetricBatch metrics = block.metrics();
            for (int i = 0; i < metrics.size(); i++) {
                rows.computeIfAbsent(metrics.series(i).tenant(), _ -> new TreeMap<>())
                        .computeIfAbsent(metrics.series(i).name(), _ -> new ArrayList<>())
                        .add(
                                new RawRow(
                                        metrics.epochMillis(i),
                                        metrics.series(i).dimensions(),
                                        metrics.value(i),
                                        metrics.metadata(i),
                                        0));
            }
            positions.merge(block.token().node(), block.token().last(), Math::max);
            return true;
        }

        @Override
        public long lastApplied(NodeId node) {
            return locked(lock.readLock(), () -> positions.getOrDefault(node, 0L));
        }

        @Override
        public long secured(NodeId node) {
            return lastApplied(node);
        }

        @Override
        public void secure() {
            locked(lock.readLock(), () -> true); // it has no log of its own that could be damaged
        }

        @Override
        public void probe(MetricBatch metrics) {
            locked(lock.readLock(), () -> metrics); // it takes whatever is valid
        }
    }

    private final class Reader implements MetricReader {
        @Override
        public RawPage raw(TenantId tenant, RawQuery query) {
            List<RawRow> sorted =
                    matching(tenant, query.name(), query.range(), query.filter(), query.budget())
                            .sorted()
                            .toList();
            List<RawRow> behind =
                    numbered(sorted).stream()
                            .filter(
                                    row ->
                                            query.after().stream()
                                                    .allMatch(a -> row.compareTo(a) > 0))
                            .toList();
            return new RawPage(
                    behind.stream().limit(query.limit()).toList(), behind.size() > query.limit());
        }

        /** Sets the occurrence of equal rows, which are next to each other. */
        private static List<RawRow> numbered(List<RawRow> sorted) {
            List<RawRow> numbered = new ArrayList<>();
            for (RawRow row : sorted) {
                boolean again = !numbered.isEmpty() && numbered.getLast().sameMetric(row);
                numbered.add(
                        new RawRow(
                                row.epochMillis(),
                                row.dimensions(),
                                row.value(),
                                row.metadata(),
                                again ? numbered.getLast().occurrence() + 1 : 0));
            }
            return numbered;
        }

        @Override
        public AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
            return InMemoryAggregates.of(
                    matching(tenant, query.name(), query.range(), query.filter(), query.budget()),
                    query);
        }

        private Stream<RawRow> matching(
                TenantId tenant,
                MetricName name,
                TimeRange range,
                Dimensions filter,
                QueryBudget budget) {
            Deadline deadline = Deadline.of(budget);
            List<RawRow> copy =
                    reading(
                            tenant,
                            ofTenant -> List.copyOf(ofTenant.getOrDefault(name, List.of())));
            return copy.stream()
                    .peek(_ -> deadline.check())
                    .filter(row -> range.contains(row.epochMillis()))
                    .filter(row -> row.dimensions().containsAll(filter));
        }
    }
}
