package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many answers there are, and how many may be. Safe for concurrent use. */
final class Room {
    private final long most;
    private final AtomicLong size = new AtomicLong();
    private final Map<TenantId, Long> tenants = new ConcurrentHashMap<>();

    Room(long most) {
        this.most = most;
    }

    boolean isFull() {
        return size.get() >= most;
    }

    /** Whether one more of this tenant has room: all have half of it at most. */
    boolean has(TenantId tenant) {
        return !isFull() && tenants.getOrDefault(tenant, 0L) < most / 2;
    }

    void take(TenantId tenant, long answers) {
        size.addAndGet(answers);
        tenants.merge(tenant, answers, Long::sum);
    }

    void giveBack(TenantId tenant, long answers) {
        size.addAndGet(-answers);
        tenants.computeIfPresent(
                tenant, (_, before) -> before == answers ? null : before - answers);
    }

    long size() {
        return size.get();
    }

    String describe() {
        return "%d of %d answers are remembered".formatted(size(), most);
    }
}
