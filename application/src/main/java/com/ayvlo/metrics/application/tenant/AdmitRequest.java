package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Keeps a tenant's requests within its limits per minute. Safe for concurrent use. */
public final class AdmitRequest {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final RateLimiter limiter;
    private final Map<RequestKind, List<Charge>> charges = new EnumMap<>(RequestKind.class);

    /** What a request is counted as. */
    public enum RequestKind {
        /** It brings metrics in; a batch is one request. */
        INGESTION("ingestion"),
        /** It asks a question. */
        QUERY("query");

        private final String limitName;

        RequestKind(String limitName) {
            this.limitName = limitName;
        }
    }

    /**
     * The use case.
     *
     * @param ingestionsPerMinute how many requests a tenant may make to bring metrics in; 0 for any
     * @param queriesPerMinute how many to ask questions; 0 for any
     */
    public AdmitRequest(RateLimiter limiter, long ingestionsPerMinute, long queriesPerMinute) {
        this.limiter = limiter;
        charges.put(RequestKind.INGESTION, charge(RequestKind.INGESTION, ingestionsPerMinute));
        charges.put(RequestKind.QUERY, charge(RequestKind.QUERY, queriesPerMinute));
    }

    private static List<Charge> charge(RequestKind kind, long perMinute) {
        return perMinute == 0
                ? List.of()
                : List.of(new Charge(new RateLimit(kind.limitName, perMinute, WINDOW), 1));
    }

    /** Counts a request of this kind, or says when it could be made. */
    public Admission admit(TenantId tenant, RequestKind kind) {
        return limiter.tryAcquire(tenant, charges.getOrDefault(kind, List.of()));
    }
}
