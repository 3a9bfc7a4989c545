package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.InvalidValue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The place behind a row, as a text that callers send back and need not understand: version, time,
 * value, occurrence, dimensions, metadata and a checksum against mutilation.
 */
final class RawCursor {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + 2 * Long.BYTES + 3 * Integer.BYTES;

    private RawCursor() {}

    static String encode(RawRow row) {
        byte[] dimensions = row.dimensions().canonical().getBytes(StandardCharsets.UTF_8);
        byte[] metadata = row.metadata().json().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + dimensions.length + metadata.length);
        bytes.put(VERSION)
                .putLong(row.epochMillis())
                .putDouble(row.value())
                .putInt(row.occurrence())
                .putInt(dimensions.length)
                .put(dimensions)
                .put(metadata);
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws InvalidValue if it did not
     */
    static RawRow decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            int end = bytes.length - Integer.BYTES;
            if (bytes.length < FIXED_BYTES
                    || bytes[0] != VERSION
                    || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
                throw NameCursor.invalid();
            }
            return row(ByteBuffer.wrap(bytes, 1, end - 1));
        } catch (IllegalArgumentException | CharacterCodingException mutilated) {
            throw NameCursor.invalid();
        }
    }

    private static RawRow row(ByteBuffer bytes) throws CharacterCodingException {
        long epochMillis = bytes.getLong();
        double value = bytes.getDouble();
        int occurrence = bytes.getInt();
        int dimensionBytes = bytes.getInt();
        boolean isSound =
                TimeRange.ALL.contains(epochMillis)
                        && Double.isFinite(value)
                        && occurrence >= 0
                        && dimensionBytes >= 0
                        && dimensionBytes <= bytes.remaining()
                        && bytes.remaining() - dimensionBytes <= Metadata.MAX_BYTES;
        if (!isSound) {
            throw NameCursor.invalid();
        }
        String dimensions = text(bytes.slice(bytes.position(), dimensionBytes));
        String metadata = text(bytes.position(bytes.position() + dimensionBytes));
        return new RawRow(
                epochMillis, dimensions(dimensions), value, new Metadata(metadata), occurrence);
    }

    private static Dimensions dimensions(String canonical) {
        try {
            return Dimensions.parseCanonical(canonical);
        } catch (InvalidValue _) {
            throw NameCursor.invalid();
        }
    }

    private static String text(ByteBuffer utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
