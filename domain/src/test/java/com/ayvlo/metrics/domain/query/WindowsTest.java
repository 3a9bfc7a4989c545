package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

class WindowsTest {
    @Test
    void ofADayHave23HoursWhenBerlinSpringsForward() {
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "Europe/Berlin",
                                "2025-03-29T23:00:00Z",
                                "2025-04-01T00:00:00Z"))
                .containsExactly(
                        "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z", "2025-03-31T22:00:00Z");
    }

    @Test
    void ofADayHave25HoursWhenBerlinFallsBack() {
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "Europe/Berlin",
                                "2025-10-25T22:00:00Z",
                                "2025-10-27T00:00:00Z"))
                .containsExactly("2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z");
    }

    /** 02:00 to 03:00 in summer time, then the same hour again. */
    @Test
    void ofAnHourAreTwoWhenTheClockShowsItTwice() {
        assertThat(
                        starts(
                                Interval.ONE_HOUR,
                                "Europe/Berlin",
                                "2025-10-26T00:00:00Z",
                                "2025-10-26T02:00:00Z"))
                .containsExactly("2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z");
    }

    /** 02:00 comes twice, the window starts with the earlier one and has three hours. */
    @Test
    void ofTwoHoursAreLongerWhenTheClockShowsTheirStartTwice() {
        assertThat(
                        starts(
                                Interval.TWO_HOURS,
                                "Europe/Berlin",
                                "2025-10-25T22:00:00Z",
                                "2025-10-26T05:00:00Z"))
                .containsExactly(
                        "2025-10-25T22:00:00Z", "2025-10-26T00:00:00Z", "2025-10-26T03:00:00Z");
    }

    /** 02:00 is skipped, the window starts at 03:00 and has one hour. */
    @Test
    void ofTwoHoursStartAtTheEndOfAGapThatSkipsTheirStart() {
        assertThat(
                        starts(
                                Interval.TWO_HOURS,
                                "Europe/Berlin",
                                "2025-03-29T23:00:00Z",
                                "2025-03-30T04:00:00Z"))
                .containsExactly(
                        "2025-03-29T23:00:00Z", "2025-03-30T01:00:00Z", "2025-03-30T02:00:00Z");
    }

    /** The clock goes from 00:00 to 01:00 on Friday 2024-04-26. */
    @Test
    void ofADayStartAtOneWhenCairoSkipsMidnight() {
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "Africa/Cairo",
                                "2024-04-24T22:00:00Z",
                                "2024-04-27T00:00:00Z"))
                .containsExactly(
                        "2024-04-24T22:00:00Z", "2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z");
    }

    /**
     * The clock goes from 00:00 back to 23:00: the hour belongs to the day that it is shown for.
     */
    @Test
    void ofADayStartOnceWhenCairoRepeatsTheHourBeforeMidnight() {
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "Africa/Cairo",
                                "2024-10-30T21:00:00Z",
                                "2024-11-01T00:00:00Z"))
                .containsExactly("2024-10-30T21:00:00Z", "2024-10-31T22:00:00Z");
    }

    @Test
    void ofADayStartAtOneWhenBeirutSkipsMidnight() {
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "Asia/Beirut",
                                "2024-03-29T22:00:00Z",
                                "2024-03-31T22:00:00Z"))
                .containsExactly(
                        "2024-03-29T22:00:00Z", "2024-03-30T22:00:00Z", "2024-03-31T21:00:00Z");
    }

    @Test
    void ofADayStartAtOneWhenSantiagoSkipsMidnight() {
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "America/Santiago",
                                "2024-09-07T04:00:00Z",
                                "2024-09-09T04:00:00Z"))
                .containsExactly(
                        "2024-09-07T04:00:00Z", "2024-09-08T04:00:00Z", "2024-09-09T03:00:00Z");
    }

    /** Friday 2011-12-30 never was: Thursday's end at UTC-10 is Saturday's start at UTC+14. */
    @Test
    void ofADayLeaveOutTheOneThatApiaNeverHad() {
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "Pacific/Apia",
                                "2011-12-29T10:00:00Z",
                                "2012-01-01T00:00:00Z"))
                .containsExactly(
                        "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z");
        assertThat(
                        starts(
                                Interval.TWELVE_HOURS,
                                "Pacific/Apia",
                                "2011-12-29T22:00:00Z",
                                "2011-12-30T22:00:01Z"))
                .containsExactly(
                        "2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z");
    }

    /** At 02:00 the clock goes back half an hour, to 01:30. */
    @Test
    void ofAnHourAreCutWhenLordHoweShiftsByHalfAnHour() {
        assertThat(
                        starts(
                                Interval.ONE_HOUR,
                                "Australia/Lord_Howe",
                                "2025-04-05T14:00:00Z",
                                "2025-04-05T17:00:00Z"))
                .containsExactly(
                        "2025-04-05T14:00:00Z",
                        "2025-04-05T15:00:00Z",
                        "2025-04-05T15:30:00Z",
                        "2025-04-05T16:30:00Z");
        assertThat(length(Interval.ONE_DAY, "Australia/Lord_Howe", "2025-04-05T20:00:00Z"))
                .isEqualTo(Duration.ofMinutes(24 * 60 + 30));
        assertThat(length(Interval.ONE_DAY, "Australia/Lord_Howe", "2025-10-04T20:00:00Z"))
                .isEqualTo(Duration.ofMinutes(23 * 60 + 30));
    }

    @Test
    void areAlignedToTheClockOnTheWallOfKathmandu() {
        assertThat(
                        starts(
                                Interval.ONE_HOUR,
                                "Asia/Kathmandu",
                                "2025-01-01T00:00:00Z",
                                "2025-01-01T01:00:00Z"))
                .containsExactly("2024-12-31T23:15:00Z", "2025-01-01T00:15:00Z");
        assertThat(
                        starts(
                                Interval.ONE_DAY,
                                "Asia/Kathmandu",
                                "2025-01-01T00:00:00Z",
                                "2025-01-01T18:15:01Z"))
                .containsExactly("2024-12-31T18:15:00Z", "2025-01-01T18:15:00Z");
        assertThat(
                        starts(
                                Interval.THIRTY_MINUTES,
                                "Asia/Kathmandu",
                                "2025-01-01T00:00:00Z",
                                "2025-01-01T00:30:00Z"))
                .containsExactly("2024-12-31T23:45:00Z", "2025-01-01T00:15:00Z");
    }

    /** 2024-12-30 is the Monday of ISO week 2025-W01. */
    @Test
    void ofAWeekStartOnMondays() {
        assertThat(starts(Interval.ONE_WEEK, "UTC", "2025-01-01T00:00:00Z", "2025-01-13T00:00:00Z"))
                .containsExactly("2024-12-30T00:00:00Z", "2025-01-06T00:00:00Z");
        assertThat(starts(Interval.ONE_WEEK, "UTC", "1970-01-01T00:00:00Z", "1970-01-05T00:00:01Z"))
                .containsExactly("1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z");
        assertThat(length(Interval.ONE_WEEK, "Europe/Berlin", "2025-03-26T00:00:00Z"))
                .isEqualTo(Duration.ofHours(7 * 24 - 1));
    }

    @Test
    void ofMonthsQuartersAndYearsStartWithTheirFirstDay() {
        assertThat(
                        starts(
                                Interval.ONE_MONTH,
                                "Europe/Berlin",
                                "2025-02-10T00:00:00Z",
                                "2025-04-01T00:00:00Z"))
                .containsExactly(
                        "2025-01-31T23:00:00Z", "2025-02-28T23:00:00Z", "2025-03-31T22:00:00Z");
        assertThat(
                        starts(
                                Interval.ONE_QUARTER,
                                "UTC",
                                "2025-03-31T23:59:59.999Z",
                                "2025-07-01T00:00:00Z"))
                .containsExactly("2025-01-01T00:00:00Z", "2025-04-01T00:00:00Z");
        assertThat(
                        starts(
                                Interval.ONE_YEAR,
                                "UTC",
                                "2023-06-01T00:00:00Z",
                                "2025-01-01T00:00:00.001Z"))
                .containsExactly(
                        "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
        assertThat(length(Interval.ONE_MONTH, "UTC", "2024-02-10T00:00:00Z"))
                .isEqualTo(Duration.ofDays(29));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ONE_MONTH", "ONE_QUARTER", "ONE_YEAR"})
    void areOneSpanWhereTheClockIsNeverChanged(Interval interval) {
        assertThat(Windows.of(interval, ZoneId.of("UTC"), TimeRange.ALL).spans()).hasSize(1);
        assertThat(Windows.of(interval, ZoneId.of("+05:45"), TimeRange.ALL).spans()).hasSize(1);
    }

    /** Two changes a year make two odd windows and the even ones between. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ONE_MONTH", "ONE_QUARTER", "ONE_YEAR"})
    void areFewSpansWhereTheClockIsChanged(Interval interval) {
        TimeRange year = range("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");

        assertThat(Windows.of(interval, ZoneId.of("Europe/Berlin"), year).spans())
                .hasSizeLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void areNoneForARangeWithoutTime(Interval interval) {
        assertThat(Windows.of(interval, ZoneId.of("UTC"), TimeRange.NONE).spans()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void coverEveryTimeThatAMetricCanHave(Interval interval) {
        for (String zone : List.of("UTC", "Europe/Berlin", "Pacific/Apia", "America/Santiago")) {
            Windows windows = Windows.of(interval, ZoneId.of(zone), TimeRange.ALL);

            assertThat(windows.spans().getFirst().fromMillis())
                    .isLessThanOrEqualTo(TimeRange.ALL.fromMillis());
            assertThat(windows.spans().getLast().toMillis())
                    .isGreaterThanOrEqualTo(TimeRange.ALL.toMillis());
        }
    }

    private static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse(from), Instant.parse(to));
    }

    /** The start of every window that touches the range. */
    private static List<String> starts(Interval interval, String zone, String from, String to) {
        List<String> starts = new ArrayList<>();
        for (Windows.Span span : Windows.of(interval, ZoneId.of(zone), range(from, to)).spans()) {
            for (long at = span.fromMillis(); at < span.toMillis(); at += span.stepMillis()) {
                starts.add(Instant.ofEpochMilli(at).toString());
            }
        }
        return starts;
    }

    /** How long the window is that this time is in. */
    private static Duration length(Interval interval, String zone, String time) {
        TimeRange moment = new TimeRange(Instant.parse(time), Instant.parse(time).plusMillis(1));
        Windows.Span span = Windows.of(interval, ZoneId.of(zone), moment).spans().getFirst();
        return Duration.ofMillis(span.toMillis() - span.fromMillis());
    }
}
