package com.ayvlo.metrics.domain.tenant;

import java.util.List;

/**
 * Keeps tenants within their limits by the generic cell rate algorithm (GCRA, ITU-T I.371): permits
 * come back evenly, and at most one window's worth can be spent at once.
 *
 * <ol>
 *   <li>All charges of a request are taken, or none.
 *   <li>Tenants and limits do not influence each other.
 *   <li>Memory stays bounded however many tenants come by.
 *   <li>Never throws for a server that is away: it falls back to what one node can know, and says
 *       so in {@link #check()}.
 *   <li>Safe for concurrent use.
 * </ol>
 */
public interface RateLimiter extends AutoCloseable {
    /** Takes the charges, or says when it could; no charges are always granted. */
    Admission tryAcquire(TenantId tenant, List<Charge> charges);

    /** Whether limits hold as promised. */
    Health check();

    /** Ends every use. */
    @Override
    void close();
}
