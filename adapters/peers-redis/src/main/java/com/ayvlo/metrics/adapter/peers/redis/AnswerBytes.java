package com.ayvlo.metrics.adapter.peers.redis;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An answer as a value: version, fingerprint, time, and the answer itself; key and tenant are its
 * key.
 */
final class AnswerBytes {
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 3 * Long.BYTES;

    private AnswerBytes() {}

    static byte[] encode(KeyedAnswer answer) {
        ByteBuffer text = answer.answer().duplicate();
        return ByteBuffer.allocate(HEAD + text.remaining())
                .put(VERSION)
                .putLong(answer.fingerprintHigh())
                .putLong(answer.fingerprintLow())
                .putLong(answer.epochMillis())
                .put(text)
                .array();
    }

    /** Empty if it was not written here. */
    static Optional<KeyedAnswer> decode(TenantId tenant, RequestKey key, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (value.length < HEAD || bytes.get() != VERSION) {
            return Optional.empty();
        }
        return Optional.of(
                new KeyedAnswer(
                        key,
                        tenant,
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.slice()));
    }
}
