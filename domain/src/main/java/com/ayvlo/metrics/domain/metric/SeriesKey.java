package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Spells the identity of a series (tenant, name, sorted dimensions) as bytes, without making an
 * object for a series that is known already. Filled by a decoder, looked up in a {@link
 * SeriesDictionary}, then used again for the next metric.
 *
 * <p>The bytes are the tenant's 16, then name, key, value, key, value …, each as a four-byte length
 * and its characters in one to three bytes. They are the same for the same identity and differ for
 * different ones, also for text that breaks a rule: the rules are checked when a series is first
 * seen, and what was never accepted is never found.
 *
 * <p>Not safe for concurrent use.
 */
public final class SeriesKey {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int BYTES_PER_CHAR = 3;
    private static final int FIRST_CAPACITY = 512;
    private static final int FIRST_PAIRS = 8;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final TenantId tenant;
    private String name = "";
    private String[] keys = new String[FIRST_PAIRS];
    private int[] starts = new int[FIRST_PAIRS];
    private int[] ends = new int[FIRST_PAIRS];
    private int count;
    private char[] values = new char[FIRST_CAPACITY];
    private int valuesEnd;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int end;

    /** A key for series of this tenant. */
    public SeriesKey(TenantId tenant) {
        this.tenant = tenant;
    }

    /** Forgets name and dimensions. */
    public void clear() {
        name = "";
        count = 0;
        valuesEnd = 0;
        end = 0;
    }

    /** Sets the name as it came in. */
    public void name(String newName) {
        name = newName;
    }

    /** Adds a pair as it came in; the value is {@code length} characters from {@code offset}. */
    public void dimension(String key, char[] text, int offset, int length) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        if (values.length - valuesEnd < length) {
            values = Arrays.copyOf(values, Math.max(values.length * 2, valuesEnd + length));
        }
        System.arraycopy(text, offset, values, valuesEnd, length);
        int at = count++;
        // Behind the most that a series may have, order is of no use: no such series is ever made.
        while (at > 0 && at < Dimensions.MAX_COUNT && keys[at - 1].compareTo(key) > 0) {
            keys[at] = keys[at - 1];
            starts[at] = starts[at - 1];
            ends[at] = ends[at - 1];
            at--;
        }
        keys[at] = key;
        starts[at] = valuesEnd;
        valuesEnd += length;
        ends[at] = valuesEnd;
    }

    /** Adds a pair as it came in. */
    public void dimension(String key, String value) {
        dimension(key, value.toCharArray(), 0, value.length());
    }

    /** How many pairs were added. */
    public int dimensionCount() {
        return count;
    }

    /** Spells the bytes; call it once all is set. */
    public void finish() {
        int most = 2 * Long.BYTES + Integer.BYTES + BYTES_PER_CHAR * (name.length() + valuesEnd);
        for (int i = 0; i < count; i++) {
            most += 2 * Integer.BYTES + BYTES_PER_CHAR * keys[i].length();
        }
        if (bytes.length < most) {
            bytes = new byte[Math.max(most, bytes.length * 2)];
        }
        LONGS.set(bytes, 0, tenant.value().getMostSignificantBits());
        LONGS.set(bytes, Long.BYTES, tenant.value().getLeastSignificantBits());
        end = 2 * Long.BYTES;
        put(name);
        for (int i = 0; i < count; i++) {
            put(keys[i]);
            int lengthAt = end;
            end += Integer.BYTES;
            for (int c = starts[i]; c < ends[i]; c++) {
                put(values[c]);
            }
            INTS.set(bytes, lengthAt, end - lengthAt - Integer.BYTES);
        }
    }

    private void put(String text) {
        int lengthAt = end;
        end += Integer.BYTES;
        for (int c = 0; c < text.length(); c++) {
            put(text.charAt(c));
        }
        INTS.set(bytes, lengthAt, end - lengthAt - Integer.BYTES);
    }

    private void put(char c) {
        if (c < 0x80) {
            bytes[end++] = (byte) c;
        } else if (c < 0x800) {
            bytes[end++] = (byte) (0xc0 | (c >> 6));
            bytes[end++] = (byte) (0x80 | (c & 0x3f));
        } else {
            bytes[end++] = (byte) (0xe0 | (c >> 12));
            bytes[end++] = (byte) (0x80 | (c >> 6 & 0x3f));
            bytes[end++] = (byte) (0x80 | (c & 0x3f));
        }
    }

    /** A copy of the spelt bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, end);
    }

    /** Whether exactly these bytes were spelt. */
    public boolean matches(byte[] other) {
        return Arrays.equals(bytes, 0, end, other, 0, other.length);
    }

    /**
     * A hash of the spelt bytes.
     *
     * @param seed unknown to callers of the service, so that they cannot make keys that collide
     */
    public long hash(long seed) {
        long hash = seed ^ end;
        int i = 0;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, i));
        }
        for (; i < end; i++) {
            hash = mix(hash ^ bytes[i]);
        }
        return hash;
    }

    private static long mix(long value) {
        long product = value * MULTIPLIER;
        return product ^ product >>> 32;
    }

    /**
     * Makes the series of this key.
     *
     * @param id the number it gets
     * @throws InvalidValue if name or dimensions break a rule, or a dimension key stands twice
     */
    public Series toSeries(int id) {
        MetricName checkedName = new MetricName(name);
        if (count > Dimensions.MAX_COUNT) {
            throw Dimensions.tooMany(count);
        }
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String value = new String(values, starts[i], ends[i] - starts[i]);
            if (pairs.put(keys[i], value) != null) {
                throw new InvalidValue(
                        Reason.DUPLICATE_FIELD,
                        "dimensions/" + InvalidValue.member(keys[i]),
                        "a dimension key stands at most once: " + InvalidValue.shown(keys[i]));
            }
        }
        return new Series(id, tenant, checkedName, Dimensions.of(pairs));
    }
}
