package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.query.Windows;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How {@link MetricReader#aggregate} of every storage puts metrics into windows. */
public interface AggregateWindowsContract extends StorageContract {
    /** Zones whose offsets are odd or change at odd times. */
    List<String> ZONES =
            List.of(
                    "UTC",
                    "Europe/Berlin",
                    "Asia/Kolkata",
                    "Asia/Kathmandu",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "America/St_Johns");

    /** Days around which the clock is changed somewhere, and the ends of time. */
    List<String> CHANGES =
            List.of(
                    "2024-12-31T12:00:00Z",
                    "2025-03-30T01:00:00Z",
                    "2025-10-26T01:00:00Z",
                    "2025-04-05T15:00:00Z",
                    "2025-10-04T15:30:00Z",
                    "2011-12-30T10:00:00Z",
                    "2025-03-09T05:30:00Z",
                    "1985-12-31T18:30:00Z");

    @Test
    default void windows_startWhereTheQuerySays() {
        TenantId tenant = freshTenant();
        List<Long> times = timesAroundChanges();
        write(times.stream().map(TestMetric.of(tenant, "sales")::at).toList());

        for (String zone : ZONES) {
            for (Interval interval : Interval.values()) {
                Windows windows = Windows.of(interval, ZoneId.of(zone), TimeRange.ALL);
                Map<Long, Long> expected = counted(times, windows::startOf);
                assertThat(counts(tenant, TimeRange.ALL, interval, zone))
                        .as("%s in %s", interval, zone)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    default void windows_ofADayHave23Or25HoursWhenTheClockIsChanged() {
        TenantId tenant = freshTenant();
        List<TestMetric> hourly = new ArrayList<>();
        for (int hour = 0; hour < 365 * 24; hour++) {
            hourly.add(
                    TestMetric.of(tenant, "sales")
                            .at(
                                    Instant.parse("2024-12-31T23:00:00Z")
                                            .plus(Duration.ofHours(hour))));
        }
        write(hourly);

        Map<Long, Long> days = counts(tenant, TimeRange.ALL, Interval.ONE_DAY, "Europe/Berlin");

        assertThat(days).hasSize(365);
        assertThat(days.get(millis("2025-03-29T23:00:00Z"))).isEqualTo(23);
        assertThat(days.get(millis("2025-10-25T22:00:00Z"))).isEqualTo(25);
        assertThat(days.values().stream().filter(count -> count == 24)).hasSize(363);
        assertThat(counts(tenant, TimeRange.ALL, Interval.ONE_YEAR, "Europe/Berlin"))
                .isEqualTo(Map.of(millis("2024-12-31T23:00:00Z"), 365L * 24));
    }

    @Test
    default void windows_startBeforeTheRangeButCountOnlyWhatIsInIt() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(
                sale.at("2025-01-15T10:29:59.999Z"),
                sale.at("2025-01-15T10:30:00Z"),
                sale.at("2025-01-15T10:59:59.999Z"),
                sale.at("2025-01-15T11:00:00Z"),
                sale.at("2025-01-15T12:15:00Z"),
                sale.at("2025-01-15T12:15:00.001Z"));

        TimeRange range = TestQueries.range("2025-01-15T10:30:00Z", "2025-01-15T12:15:00.001Z");

        assertThat(counts(tenant, range, Interval.ONE_HOUR, "UTC"))
                .isEqualTo(
                        Map.of(
                                millis("2025-01-15T10:00:00Z"), 2L,
                                millis("2025-01-15T11:00:00Z"), 1L,
                                millis("2025-01-15T12:00:00Z"), 1L));
        assertThat(counts(tenant, range, Interval.ONE_MONTH, "UTC"))
                .isEqualTo(Map.of(millis("2025-01-01T00:00:00Z"), 4L));
    }

    @Test
    default void windows_alignByTheOffsetInForce() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(sale.at("2025-01-15T10:14:59.999Z"), sale.at("2025-01-15T10:15:00Z"));

        assertThat(counts(tenant, TimeRange.ALL, Interval.ONE_HOUR, "Asia/Kathmandu"))
                .isEqualTo(
                        Map.of(
                                millis("2025-01-15T09:15:00Z"), 1L,
                                millis("2025-01-15T10:15:00Z"), 1L));
    }

    @Test
    default void windows_changeWithLateData() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        TimeRange range = TestQueries.range("2025-01-15T00:00:00Z", "2025-01-16T00:00:00Z");
        for (int i = 1; i <= 5; i++) {
            write(sale.value(i), sale.at("2025-01-15T1%d:30:00Z".formatted(i)));

            assertThat(counts(tenant, range, Interval.ONE_HOUR, "UTC"))
                    .hasSize(i + 1)
                    .containsEntry(millis("2025-01-15T10:00:00Z"), (long) i);
            assertThat(counts(tenant, range, Interval.ONE_DAY, "UTC").values())
                    .containsExactly(2L * i);
        }
    }

    private static List<Long> timesAroundChanges() {
        List<Long> times = new ArrayList<>();
        for (String change : CHANGES) {
            for (long minutes = -36 * 60; minutes <= 36 * 60; minutes += 13) {
                long minute = millis(change) + minutes * 60_000;
                times.addAll(List.of(minute, minute, minute - 1));
            }
        }
        times.add(MetricTime.FIRST.toEpochMilli());
        times.add(MetricTime.END.toEpochMilli() - 1);
        return times;
    }

    private static Map<Long, Long> counted(List<Long> times, Function<Long, Long> startOf) {
        return times.stream()
                .collect(Collectors.groupingBy(startOf, TreeMap::new, Collectors.counting()));
    }

    private Map<Long, Long> counts(
            TenantId tenant, TimeRange range, Interval interval, String zone) {
        TestQueries.Aggregate query =
                TestQueries.aggregate("sales").range(range).every(interval, ZoneId.of(zone));
        List<AggregateRow> rows = aggregate(tenant, query.only("count"));
        assertThat(rows).isSortedAccordingTo(AggregateRow.order(List.of()));
        return rows.stream()
                .collect(Collectors.toMap(AggregateRow::windowStartMillis, AggregateRow::count));
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
