package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Spells the identity of a series (tenant, name, sorted dimensions) as bytes, without making an
 * object for a series that is known already. Filled by a decoder, looked up in a {@link
 * SeriesDictionary}, then used again for the next metric.
 *
 * <p>The bytes are the tenant's 16, then name, key, value, key, value …, each as its number of
 * characters (seven bits a byte, the lowest first, the high bit set on all but the last) and its
 * characters (UTF-16 units, in one to three bytes as UTF-8 would write them). They are the same for
 * the same identity and differ for different ones, also for text that breaks a rule: the rules are
 * checked when a series is first seen, and what was never accepted is never found.
 *
 * <p>Not safe for concurrent use.
 */
public final class SeriesKey {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** How many bytes the tenant takes, first of all. */
    public static final int TENANT_BYTES = 2 * Long.BYTES;

    private static final int NUMBER_BYTES = 5;
    private static final int BYTES_PER_CHAR = 3;
    private static final int FIRST_CAPACITY = 512;
    private static final int FIRST_PAIRS = 8;
    private static final int MOST_PAIRS = Dimensions.MAX_COUNT + 1;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final TenantId tenant;
    private String name = "";
    private String[] keys = new String[FIRST_PAIRS];
    private int[] starts = new int[FIRST_PAIRS];
    private int[] ends = new int[FIRST_PAIRS];
    private int count;
    private int total;
    private char[] values = new char[FIRST_CAPACITY];
    private int valuesEnd;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int end = TENANT_BYTES;

    /** A key for series of this tenant. */
    public SeriesKey(TenantId tenant) {
        this.tenant = tenant;
        LONGS.set(bytes, 0, tenant.value().getMostSignificantBits());
        LONGS.set(bytes, Long.BYTES, tenant.value().getLeastSignificantBits());
    }

    /** Forgets name and dimensions. */
    public void clear() {
        name = "";
        count = 0;
        total = 0;
        valuesEnd = 0;
        end = TENANT_BYTES;
    }

    /** Sets the name as it came in. */
    public void name(String newName) {
        name = newName;
    }

    /** Adds a pair as it came in; the value is {@code length} characters from {@code offset}. */
    public void dimension(String key, char[] text, int offset, int length) {
        total++;
        if (total > MOST_PAIRS) {
            return; // too many already: the key is of no series, however it goes on
        }
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
        while (at > 0 && keys[at - 1].compareTo(key) > 0) {
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
        return total;
    }

    /** Spells the bytes; call it once all is set. */
    public void finish() {
        room(TENANT_BYTES + most(name.length()) + most(valuesEnd));
        end = TENANT_BYTES;
        put(name);
        for (int i = 0; i < count; i++) {
            room(end + most(keys[i].length()) + most(ends[i] - starts[i]));
            put(keys[i]);
            putNumber(ends[i] - starts[i]);
            for (int c = starts[i]; c < ends[i]; c++) {
                put(values[c]);
            }
        }
    }

    /**
     * Takes the bytes, instead of name and pairs, from a copy of those that {@link #toBytes} gave
     * for a series of the same tenant, without the tenant's.
     */
    public void read(ByteBuffer from, int length) {
        room(TENANT_BYTES + length);
        from.get(bytes, TENANT_BYTES, length);
        end = TENANT_BYTES + length;
    }

    private static int most(int characters) {
        return NUMBER_BYTES + BYTES_PER_CHAR * characters;
    }

    private void room(int length) {
        if (bytes.length < length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
    }

    private void put(String text) {
        putNumber(text.length());
        for (int c = 0; c < text.length(); c++) {
            put(text.charAt(c));
        }
    }

    private void putNumber(int number) {
        int rest = number;
        while (rest >= 0x80) {
            bytes[end++] = (byte) (0x80 | rest);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
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

    /**
     * Both halves of the product: from the lower alone, differences in high bits come out as sent.
     */
    private static long mix(long value) {
        return value * MULTIPLIER ^ Math.unsignedMultiplyHigh(value, MULTIPLIER);
    }

    /**
     * Makes the series of this key.
     *
     * @param id the number it gets
     * @throws InvalidValue if name or dimensions break a rule, or a dimension key stands twice
     */
    public Series toSeries(int id) {
        if (total > Dimensions.MAX_COUNT) {
            throw Dimensions.tooMany(total);
        }
        Reader reader = new Reader();
        MetricName name = new MetricName(reader.text());
        Map<String, String> pairs = new HashMap<>();
        while (reader.at < end) {
            String key = reader.text();
            String value = reader.text();
            if (pairs.put(key, value) != null) {
                throw new InvalidValue(
                        Reason.DUPLICATE_FIELD,
                        "dimensions/" + InvalidValue.member(key),
                        "a dimension key stands at most once: " + InvalidValue.shown(key));
            }
        }
        return new Series(id, tenant, name, Dimensions.of(pairs));
    }

    /** Reads the spelt bytes back. */
    private final class Reader {
        private int at = TENANT_BYTES;

        private String text() {
            char[] characters = new char[number()];
            for (int i = 0; i < characters.length; i++) {
                characters[i] = character();
            }
            return new String(characters);
        }

        private int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        private char character() {
            byte first = bytes[at++];
            if (first >= 0) {
                return (char) first;
            }
            if ((first & 0xe0) == 0xc0) {
                return (char) (((first & 0x1f) << 6) | (bytes[at++] & 0x3f));
            }
            return (char)
                    (((first & 0x0f) << 12) | ((bytes[at++] & 0x3f) << 6) | (bytes[at++] & 0x3f));
        }
    }
}
