package com.ayvlo.metrics.domain.journal;

import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;

/**
 * What was answered to a request with a key.
 *
 * @param key recognises the request
 * @param tenant whose request it was
 * @param fingerprintHigh upper half of a 128-bit hash over everything else of the request that
 *     matters: another one under the same key is a mistake of the sender
 * @param fingerprintLow lower half
 * @param epochMillis when it was answered, in milliseconds since 1970 UTC
 * @param answer what was answered, from position to limit; read only, and not the journal's
 *     business
 */
public record KeyedAnswer(
        RequestKey key,
        TenantId tenant,
        long fingerprintHigh,
        long fingerprintLow,
        long epochMillis,
        ByteBuffer answer) {
    /** Takes a read-only view of the answer. */
    public KeyedAnswer {
        answer = answer.asReadOnlyBuffer();
    }
}
