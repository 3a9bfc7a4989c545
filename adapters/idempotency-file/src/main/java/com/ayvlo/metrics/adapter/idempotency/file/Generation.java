package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The answers of one hour: forgotten together. Its users see to it that one at a time changes. */
final class Generation {
    private final long hour;
    private final Index index = new Index();
    private final Map<TenantId, Long> tenants = new HashMap<>();
    private final List<LogName> logs = new ArrayList<>();
    private @Nullable LogWriter writer;
    private long keptUntil;

    /**
     * A generation without answers.
     *
     * @param hour of its answers' times, in hours since 1970 UTC
     * @param keptUntil before this time of {@link Age#elapsed} it is not forgotten
     */
    Generation(long hour, long keptUntil) {
        this.hour = hour;
        this.keptUntil = keptUntil;
    }

    long hour() {
        return hour;
    }

    Index index() {
        return index;
    }

    /** How many answers each tenant has here. */
    Map<TenantId, Long> tenants() {
        return tenants;
    }

    /** All its files. */
    List<LogName> logs() {
        return logs;
    }

    /** The log that this process has begun, if it has. */
    @Nullable LogWriter writer() {
        return writer;
    }

    void writer(@Nullable LogWriter begun) {
        writer = begun;
    }

    long keptUntil() {
        return keptUntil;
    }

    void keptUntil(long elapsed) {
        keptUntil = elapsed;
    }
}
