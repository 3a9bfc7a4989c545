package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a series in memory: half of a SHA-256 over tenant, name and dimensions, so that no
 * sender can make two series that share one, and no text has to be kept.
 */
record Fingerprint(long high, long low) {
    private static final byte END_OF_NAME = 1;

    /** Takes fingerprints; not safe for concurrent use. */
    static final class Taker {
        private final MessageDigest digest;
        private final byte[] tenantBytes = new byte[2 * Long.BYTES];
        private final ByteBuffer tenantBuffer = ByteBuffer.wrap(tenantBytes);

        Taker() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        Fingerprint take(TenantId tenant, MetricName name, Dimensions dimensions) {
            return take(tenant, name, dimensions.canonical());
        }

        Fingerprint take(TenantId tenant, MetricName name, String canonicalDimensions) {
            tenantBuffer
                    .putLong(0, tenant.value().getMostSignificantBits())
                    .putLong(Long.BYTES, tenant.value().getLeastSignificantBits());
            digest.update(tenantBytes);
            digest.update(name.value().getBytes(StandardCharsets.US_ASCII));
            digest.update(END_OF_NAME);
            digest.update(canonicalDimensions.getBytes(StandardCharsets.UTF_8));
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new Fingerprint(hash.getLong(), hash.getLong());
        }
    }
}
