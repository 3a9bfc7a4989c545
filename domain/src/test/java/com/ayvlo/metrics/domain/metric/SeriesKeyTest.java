package com.ayvlo.metrics.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.Seeds;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

class SeriesKeyTest {
    private static final TenantId TENANT = new TenantId(new UUID(-1, 2));
    private static final TenantId OTHER_TENANT = new TenantId(new UUID(-1, 3));

    /** What a series is, spelt naively. */
    private record Identity(TenantId tenant, String name, Map<String, String> pairs) {}

    @Test
    void spellsTheSameBytesWhateverOrderDimensionsCameIn() {
        Seeds.each(
                2_000,
                random -> {
                    Identity identity = hostile(random);

                    byte[] bytes = shuffled(identity, random).toBytes();
                    SeriesKey again = shuffled(identity, random);

                    assertThat(again.toBytes()).isEqualTo(bytes);
                    assertThat(again.matches(bytes)).isTrue();
                    assertThat(again.hash(7)).isEqualTo(shuffled(identity, random).hash(7));
                });
    }

    /** Also for text that breaks a rule: what was never accepted must not be taken for a series. */
    @Test
    void spellsDifferentBytesForDifferentSeries() {
        Seeds.each(
                20,
                random -> {
                    Set<Identity> identities = new HashSet<>();
                    Set<ByteBuffer> spelt = new HashSet<>();
                    for (int i = 0; i < 1_000; i++) {
                        Identity identity = hostile(random);
                        identities.add(identity);
                        spelt.add(ByteBuffer.wrap(shuffled(identity, random).toBytes()));
                    }

                    assertThat(spelt).hasSameSizeAs(identities);
                });
    }

    @Test
    void doesNotLetTextRunFromOneFieldIntoTheNext() {
        List<SeriesKey> keys =
                List.of(
                        key("ab", "c", "d"),
                        key("a", "bc", "d"),
                        key("a", "b", "cd"),
                        key("a", "b", "c", "d", ""),
                        key("a", "b\u0000", "c"),
                        key("a", "b", "\u0000c"),
                        key("a\u0000\u0000\u0000\u0001b", "c", "d"),
                        key("a"),
                        key("a", "", ""));

        assertThat(keys.stream().map(key -> ByteBuffer.wrap(key.toBytes())))
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsTenantsApart() {
        SeriesKey other = new SeriesKey(OTHER_TENANT);
        other.name("revenue");
        other.finish();

        assertThat(other.toBytes()).isNotEqualTo(key("revenue").toBytes());
        assertThat(other.matches(key("revenue").toBytes())).isFalse();
    }

    @Test
    void matchesNeitherMoreNorFewerBytes() {
        byte[] bytes = key("revenue", "plan", "pro").toBytes();

        assertThat(key("revenue", "plan", "pro").matches(bytes)).isTrue();
        assertThat(key("revenue", "plan", "pro").matches(Arrays.copyOf(bytes, bytes.length - 1)))
                .isFalse();
        assertThat(key("revenue", "plan", "pro").matches(Arrays.copyOf(bytes, bytes.length + 1)))
                .isFalse();
    }

    @Test
    void keepsNothingOfTheSeriesBefore() {
        SeriesKey key = new SeriesKey(TENANT);
        fill(key, "x".repeat(1_000), "long", "y".repeat(2_000), "other", "z");
        key.clear();
        fill(key, "revenue", "plan", "pro");

        assertThat(key.toBytes()).isEqualTo(key("revenue", "plan", "pro").toBytes());
        assertThat(key.toSeries(1)).isEqualTo(key("revenue", "plan", "pro").toSeries(1));
    }

    @Test
    void readsAValueFromTheMiddleOfABuffer() {
        SeriesKey key = new SeriesKey(TENANT);
        key.name("revenue");
        key.dimension("plan", "<pro>".toCharArray(), 1, 3);
        key.finish();

        assertThat(key.toBytes()).isEqualTo(key("revenue", "plan", "pro").toBytes());
    }

    @Test
    void spellsBytesOfAsciiAsItSpellsCharacters() {
        SeriesKey key = new SeriesKey(TENANT);
        key.name("<revenue>".getBytes(StandardCharsets.US_ASCII), 1, 7);
        key.dimension("region", "us-west".getBytes(StandardCharsets.US_ASCII), 0, 7);
        key.dimension("plan", "<pro>".getBytes(StandardCharsets.US_ASCII), 1, 3);
        key.finish();

        assertThat(key.toBytes())
                .isEqualTo(key("revenue", "plan", "pro", "region", "us-west").toBytes());
    }

    @Test
    void hashesBySeed() {
        assertThat(key("revenue").hash(1)).isNotEqualTo(key("revenue").hash(2));
        assertThat(key("revenue").hash(1)).isNotEqualTo(key("revenuf").hash(1));
    }

    /**
     * Differences that a multiplication alone carries on in few bits, so that a second one, eight
     * bytes on, takes them away whatever the seed is: such keys would fill one slot of a
     * dictionary.
     */
    @Test
    void hashesApartWhatWasMadeToCollide() {
        int collisions = 0;
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long seed = random.nextLong();
            String before = "x".repeat(random.nextInt(8)); // moves the text through a word
            SeriesKey one = key("a", "k", before + "PabcdefgPqrsTuvw");
            SeriesKey two = key("a", "k", before + "pabcdefg0qrs4uvw");
            collisions += one.hash(seed) == two.hash(seed) ? 1 : 0;
        }

        assertThat(collisions).isZero();
    }

    @Test
    void makesTheSeries() {
        Series series = key("revenue", "region", "us-west", "plan", "pro").toSeries(5);

        assertThat(series)
                .isEqualTo(
                        new Series(
                                5,
                                TENANT,
                                new MetricName("revenue"),
                                Dimensions.of(Map.of("region", "us-west", "plan", "pro"))));
    }

    @Test
    void isReadBackFromItsBytes() {
        Seeds.each(
                2_000,
                random -> {
                    SeriesKey written = valid(random);
                    byte[] bytes = written.toBytes();
                    SeriesKey read = new SeriesKey(TENANT);

                    read.read(
                            ByteBuffer.wrap(bytes).position(SeriesKey.TENANT_BYTES),
                            bytes.length - SeriesKey.TENANT_BYTES);

                    assertThat(read.matches(bytes)).isTrue();
                    assertThat(read.hash(3)).isEqualTo(written.hash(3));
                    assertThat(read.toSeries(9)).isEqualTo(written.toSeries(9));
                });
    }

    /** Up to 200 characters of name and 1,024 of a value: their numbers take one or two bytes. */
    private static SeriesKey valid(Random random) {
        String[] pairs = new String[2 * random.nextInt(33)];
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i] = "k" + i;
            String value = Texts.value(random);
            int most = 1024 / (3 * value.length());
            pairs[i + 1] = value.repeat(random.nextInt(8) == 0 ? most : 1);
        }
        return key("n".repeat(1 + random.nextInt(200)), pairs);
    }

    @Test
    void refusesToMakeASeriesThatBreaksARule() {
        assertThat(refusalOf(key("1")).reason()).isEqualTo(Reason.INVALID_METRIC_NAME);
        assertThat(refusalOf(key("a", "1", "v")).reason()).isEqualTo(Reason.INVALID_DIMENSION_KEY);
        assertThat(refusalOf(key("a", "k", "")).reason()).isEqualTo(Reason.INVALID_DIMENSION_VALUE);
        assertThat(refusalOf(key("a", "k", "\ud800")).reason())
                .isEqualTo(Reason.INVALID_DIMENSION_VALUE);
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        InvalidValue refusal = refusalOf(key("a", "k/", "v", "b", "v", "k/", "w"));

        assertThat(refusal.reason()).isEqualTo(Reason.DUPLICATE_FIELD);
        assertThat(refusal.field()).isEqualTo("dimensions/k~1");
        assertThat(refusalOf(key("a", "k", "v", "k", "v")).reason())
                .isEqualTo(Reason.DUPLICATE_FIELD);
    }

    @Test
    void takesThirtyTwoDimensionsAndNoMore() {
        assertThat(withDimensions(32).toSeries(0).dimensions().size()).isEqualTo(32);
        assertThat(withDimensions(33).dimensionCount()).isEqualTo(33);
        assertThat(refusalOf(withDimensions(33)).reason()).isEqualTo(Reason.TOO_MANY_DIMENSIONS);
        assertThat(refusalOf(withDimensions(33)).field()).isEqualTo("dimensions");
    }

    /** A body of some megabytes can name so many; sorting them by insertion would take minutes. */
    @Test
    void isNotHeldUpByAMillionDimensions() {
        SeriesKey key = withDimensions(1_000_000);

        assertThat(key.dimensionCount()).isEqualTo(1_000_000);
        assertThat(key.matches(withDimensions(32).toBytes())).isFalse();
        assertThat(refusalOf(key).reason()).isEqualTo(Reason.TOO_MANY_DIMENSIONS);
    }

    private static InvalidValue refusalOf(SeriesKey key) {
        return catchThrowableOfType(InvalidValue.class, () -> key.toSeries(0));
    }

    private static SeriesKey key(String name, String... pairs) {
        SeriesKey key = new SeriesKey(TENANT);
        fill(key, name, pairs);
        return key;
    }

    private static void fill(SeriesKey key, String name, String... pairs) {
        key.name(name);
        for (int i = 0; i < pairs.length; i += 2) {
            key.dimension(pairs[i], pairs[i + 1]);
        }
        key.finish();
    }

    /** Dimensions in descending order of their keys, the worst for an insertion. */
    private static SeriesKey withDimensions(int count) {
        SeriesKey key = new SeriesKey(TENANT);
        key.name("a");
        for (int i = 0; i < count; i++) {
            key.dimension("k" + (10_000_000 - i), "v");
        }
        key.finish();
        return key;
    }

    private static Identity hostile(Random random) {
        Map<String, String> pairs = new TreeMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            pairs.put(Texts.hostile(random), Texts.hostile(random));
        }
        return new Identity(
                random.nextBoolean() ? TENANT : OTHER_TENANT, Texts.hostile(random), pairs);
    }

    private static SeriesKey shuffled(Identity identity, Random random) {
        SeriesKey key = new SeriesKey(identity.tenant);
        key.name(identity.name);
        List<Map.Entry<String, String>> pairs = new ArrayList<>(identity.pairs.entrySet());
        Collections.shuffle(pairs, random);
        pairs.forEach(pair -> key.dimension(pair.getKey(), pair.getValue()));
        key.finish();
        return key;
    }
}
