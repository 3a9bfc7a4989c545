package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers the names of metrics, each tenant's apart: who knows the number of another tenant's name
 * has got it from here, with that tenant.
 *
 * <p>{@link #find} is safe for concurrent use and sees only what is committed; the rest belongs to
 * the writer's thread.
 */
final class NameTable {
    private final Map<Name, Integer> committed = new ConcurrentHashMap<>();
    private final Map<Name, Integer> pending = new HashMap<>();
    private final List<Numbered> added = new ArrayList<>();
    private int nextId;

    /** A name of a tenant. */
    record Name(TenantId tenant, MetricName name) {}

    /** A name with its number. */
    record Numbered(int id, Name name) {}

    /** The number of this name, if the tenant has ever stored a metric under it. */
    OptionalInt find(TenantId tenant, MetricName name) {
        Integer id = committed.get(new Name(tenant, name));
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Takes over a name that the file has. */
    void load(Numbered numbered) {
        committed.put(numbered.name, numbered.id);
        nextId = Math.max(nextId, numbered.id + 1);
    }

    /** The number of this name, a new one if it is new. */
    int resolve(TenantId tenant, MetricName metricName) {
        Name name = new Name(tenant, metricName);
        Integer known = committed.get(name);
        if (known == null) {
            known = pending.get(name);
        }
        if (known != null) {
            return known;
        }
        int id = nextId++;
        pending.put(name, id);
        added.add(new Numbered(id, name));
        return id;
    }

    /** What was new since the last commit. */
    List<Numbered> added() {
        return added;
    }

    /** How many names there are. */
    int size() {
        return committed.size();
    }

    void commit() {
        committed.putAll(pending);
        forget();
    }

    /** Forgets what was new; its numbers are not given again. */
    void rollback() {
        forget();
    }

    private void forget() {
        pending.clear();
        added.clear();
    }
}
