package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(60)
final class NodeSeriesDictionaryTest {
    private final TenantId tenant = TestMetrics.freshTenant();

    private static Series[] resolveAll(
            NodeSeriesDictionary dictionary, List<SeriesKey> keys, int from, CyclicBarrier start)
            throws Exception {
        start.await();
        Series[] found = new Series[keys.size()];
        for (int i = 0; i < keys.size(); i++) {
            int at = (from + i) % keys.size();
            found[at] = dictionary.resolve(keys.get(at));
            assertThat(dictionary.key(found[at])).isEqualTo(keys.get(at).toBytes());
        }
        return found;
    }

    private List<SeriesKey> keys(int count) {
        List<SeriesKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(Metrics.key(TestMetric.of(tenant, "m" + i % 7).with("host", "h" + i)));
        }
        return keys;
    }

    @Test
    void many_threads_get_one_object_for_each_key_and_dense_numbers() throws Exception {
        int threads = 8;
        List<SeriesKey> keys = keys(10_000);
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(1_000_000);
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Series[]>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                int from = t * 37;
                Callable<Series[]> task = () -> resolveAll(dictionary, keys, from, start);
                futures.add(executor.submit(task));
            }
        }
        Series[] first = futures.getFirst().get();
        for (Future<Series[]> future : futures) {
            Series[] found = future.get();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isSameAs(first[i]);
            }
        }
        int[] ids = Arrays.stream(first).mapToInt(Series::id).sorted().toArray();
        assertThat(ids[0]).isZero();
        assertThat(ids[ids.length - 1]).isEqualTo(9_999);
        assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(10_000);
        assertThat(dictionary.size()).isEqualTo(10_000);
    }

    @Test
    void a_known_series_is_found_after_the_table_has_grown_many_times() {
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(1_000_000);
        List<SeriesKey> keys = keys(50_000);
        List<Series> first = keys.stream().map(dictionary::resolve).toList();

        for (int i = 0; i < keys.size(); i++) {
            assertThat(dictionary.resolve(keys.get(i))).isSameAs(first.get(i));
            assertThat(first.get(i).id()).isEqualTo(i);
        }
    }

    @Test
    void many_keys_at_once_find_the_known_series_and_no_others() {
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(1_000_000);
        List<SeriesKey> keys = keys(3_000);
        List<Series> known = keys.subList(0, 2_000).stream().map(dictionary::resolve).toList();
        SeriesKey[] wanted = keys.reversed().toArray(SeriesKey[]::new);
        Series[] found = new Series[wanted.length];

        dictionary.find(wanted, wanted.length - 1, found);

        for (int i = 0; i < wanted.length; i++) {
            int number = keys.size() - 1 - i;
            boolean isKnown = number < known.size() && number > 0;
            assertThat(found[i]).isSameAs(isKnown ? known.get(number) : null);
        }
        assertThat(dictionary.size()).isEqualTo(2_000);
    }

    @Test
    void beyond_the_limit_only_new_series_are_refused_and_nothing_is_kept_of_them() {
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(3);
        List<SeriesKey> keys = keys(4);
        List<Series> known = keys.subList(0, 3).stream().map(dictionary::resolve).toList();

        assertThatThrownBy(() -> dictionary.resolve(keys.get(3)))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        refusal -> {
                            assertThat(refusal.reason()).isEqualTo(Reason.SERIES_LIMIT);
                            assertThat(refusal.field()).isEqualTo("dimensions");
                            assertThat(refusal.detail()).contains("3").contains("MAX_SERIES");
                        });
        assertThat(dictionary.size()).isEqualTo(3);
        assertThat(dictionary.resolve(keys.get(2))).isSameAs(known.get(2));
    }

    @Test
    void what_was_accepted_before_is_restored_beyond_the_limit_and_then_known() {
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(1);
        List<SeriesKey> keys = keys(3);
        dictionary.resolve(keys.get(0));

        Series restored = dictionary.restore(keys.get(1));

        assertThat(dictionary.resolve(keys.get(1))).isSameAs(restored);
        assertThat(dictionary.restore(keys.get(1))).isSameAs(restored);
        assertThatThrownBy(() -> dictionary.resolve(keys.get(2))).isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_key_that_breaks_a_rule_is_refused_each_time_and_takes_no_number() {
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(10);
        SeriesKey hostile = new SeriesKey(tenant);
        for (String name : List.of("", "1st", "a b", "é", "x".repeat(201), "a\u0000b", "\ud800")) {
            hostile.clear();
            hostile.name(name);
            hostile.finish();
            assertThatThrownBy(() -> dictionary.resolve(hostile)).isInstanceOf(InvalidValue.class);
            assertThatThrownBy(() -> dictionary.resolve(hostile)).isInstanceOf(InvalidValue.class);
        }
        assertThat(dictionary.size()).isZero();
    }

    @Test
    void text_that_could_run_together_stays_different_series() {
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(1000);
        Set<Series> different = new HashSet<>();
        different.add(Metrics.series(dictionary, TestMetric.of(tenant, "ab").with("c", "d")));
        different.add(Metrics.series(dictionary, TestMetric.of(tenant, "a").with("bc", "d")));
        different.add(Metrics.series(dictionary, TestMetric.of(tenant, "a").with("b", "cd")));
        different.add(Metrics.series(dictionary, TestMetric.of(tenant, "abcd")));
        for (String text : TestMetrics.UNUSUAL_TEXTS) {
            different.add(Metrics.series(dictionary, TestMetric.of(tenant, "m").with("k", text)));
        }
        different.add(Metrics.series(dictionary, TestMetric.of(TestMetrics.freshTenant(), "abcd")));

        assertThat(different).hasSize(TestMetrics.UNUSUAL_TEXTS.size() + 5);
        assertThat(dictionary.size()).isEqualTo(different.size());
    }

    @Test
    void texts_with_equal_hash_codes_are_different_series() {
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(100_000);
        Set<Series> different = new HashSet<>();
        for (int bits = 0; bits < 1 << 12; bits++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                text.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
            }
            different.add(
                    Metrics.series(
                            dictionary, TestMetric.of(tenant, "m").with("k", text.toString())));
        }
        assertThat(different).hasSize(1 << 12);
    }
}
