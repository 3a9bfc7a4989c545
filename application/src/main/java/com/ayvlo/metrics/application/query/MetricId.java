package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Derives the id of a metric from everything that makes it up, so that nothing is stored for it and
 * it is the same on every storage: a UUID of version 8 (RFC 9562) with 122 bits of a SHA-256.
 */
final class MetricId {
    private static final long VERSION_8 = 0x8000L;
    private static final long VERSION_MASK = 0xF000L;
    private static final long VARIANT = 0x8000000000000000L;
    private static final long VARIANT_MASK = 0xC000000000000000L;

    private MetricId() {}

    static UUID of(TenantId tenant, MetricName name, RawRow row) {
        MessageDigest digest = sha256();
        digest.update(
                ByteBuffer.allocate(4 * Long.BYTES + Integer.BYTES)
                        .putLong(tenant.value().getMostSignificantBits())
                        .putLong(tenant.value().getLeastSignificantBits())
                        .putLong(row.epochMillis())
                        .putLong(Double.doubleToLongBits(row.value()))
                        .putInt(row.occurrence())
                        .flip());
        update(digest, name.value());
        update(digest, row.dimensions().canonical());
        update(digest, row.metadata().json());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new UUID(
                (hash.getLong() & ~VERSION_MASK) | VERSION_8,
                (hash.getLong() & ~VARIANT_MASK) | VARIANT);
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
