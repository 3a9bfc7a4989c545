package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Spells the identity of a series (tenant, name, sorted dimensions) as bytes, without making an
 * object for a series that is known already. Filled by a decoder, looked up in a {@link
 * SeriesDictionary}, then used again for another metric.
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
    /** How many bytes the tenant takes, first of all. */
    public static final int TENANT_BYTES = 2 * Long.BYTES;

    private static final int FIRST_CAPACITY = 160;
    private static final int FIRST_PAIRS = 4;
    private static final int MOST_PAIRS = Dimensions.MAX_COUNT + 1;

    private final TenantId tenant;

    /** Name and values as they came in, spelt. */
    private final Spelling texts = new Spelling(FIRST_CAPACITY);

    private final Spelling spelling = new Spelling(FIRST_CAPACITY);
    private int nameStart;
    private int nameEnd;
    private String[] keys = new String[FIRST_PAIRS];
    private int[] starts = new int[FIRST_PAIRS];
    private int[] ends = new int[FIRST_PAIRS];
    private int count;
    private int total;

    /** A key for series of this tenant, of the empty name. */
    public SeriesKey(TenantId tenant) {
        this.tenant = tenant;
        spelling.putLong(tenant.value().getMostSignificantBits());
        spelling.putLong(tenant.value().getLeastSignificantBits());
        clear();
    }

    /** Forgets name and dimensions. */
    public void clear() {
        texts.cut(0);
        name("");
        count = 0;
        total = 0;
        spelling.cut(TENANT_BYTES);
    }

    /** Sets the name as it came in. */
    public void name(String newName) {
        nameStart = texts.length();
        texts.put(newName);
        nameEnd = texts.length();
    }

    /** Sets the name as it came in: {@code length} characters from {@code offset}. */
    public void name(char[] text, int offset, int length) {
        nameStart = texts.length();
        texts.put(text, offset, length);
        nameEnd = texts.length();
    }

    /** Sets the name as it came in: {@code length} ASCII characters from {@code offset}. */
    public void name(byte[] ascii, int offset, int length) {
        nameStart = texts.length();
        texts.putAscii(ascii, offset, length);
        nameEnd = texts.length();
    }

    /** Adds a pair as it came in; the value is {@code length} characters from {@code offset}. */
    public void dimension(String key, char[] text, int offset, int length) {
        if (isRoom()) {
            int start = texts.length();
            texts.put(text, offset, length);
            add(key, start);
        }
    }

    /** The same with a value that is ASCII. */
    public void dimension(String key, byte[] ascii, int offset, int length) {
        if (isRoom()) {
            int start = texts.length();
            texts.putAscii(ascii, offset, length);
            add(key, start);
        }
    }

    /** If there are too many already, the key is of no series, however it goes on. */
    private boolean isRoom() {
        total++;
        return total <= MOST_PAIRS;
    }

    /** Adds a pair whose value is spelt from {@code start} to the end of the texts. */
    private void add(String key, int start) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        int at = count++;
        while (at > 0 && keys[at - 1].compareTo(key) > 0) {
            keys[at] = keys[at - 1];
            starts[at] = starts[at - 1];
            ends[at] = ends[at - 1];
            at--;
        }
        keys[at] = key;
        starts[at] = start;
        ends[at] = texts.length();
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
        spelling.cut(TENANT_BYTES);
        spelling.put(texts, nameStart, nameEnd);
        for (int i = 0; i < count; i++) {
            spelling.put(keys[i]);
            spelling.put(texts, starts[i], ends[i]);
        }
    }

    /**
     * Takes the bytes, instead of name and pairs, from a copy of those that {@link #toBytes} gave
     * for a series of the same tenant, without the tenant's.
     */
    public void read(ByteBuffer from, int length) {
        spelling.cut(TENANT_BYTES);
        spelling.put(from, length);
    }

    /** How many bytes were spelt. */
    public int length() {
        return spelling.length();
    }

    /** A copy of the spelt bytes. */
    public byte[] toBytes() {
        return spelling.toBytes();
    }

    /** Whether exactly these bytes were spelt. */
    public boolean matches(byte[] other) {
        return spelling.matches(other);
    }

    /**
     * A hash of the spelt bytes.
     *
     * @param seed unknown to callers of the service, so that they cannot make keys that collide
     */
    public long hash(long seed) {
        return spelling.hash(seed);
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
        Spelling.Reader reader = spelling.reader(TENANT_BYTES);
        MetricName name = new MetricName(reader.text());
        Map<String, String> pairs = new HashMap<>();
        while (!reader.isAtEnd()) {
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
}
