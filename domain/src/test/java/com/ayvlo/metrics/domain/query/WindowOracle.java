package com.ayvlo.metrics.domain.query;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says where a window starts by trying every start that could be meant: slow and obviously right.
 */
final class WindowOracle {
    private final Interval interval;
    private final ZoneRules rules;

    WindowOracle(Interval interval, ZoneId zone) {
        this.interval = interval;
        this.rules = zone.getRules();
    }

    /** The start of the window that {@code time} is in. */
    Instant startOf(Instant time) {
        return interval.kind() == Interval.Kind.FIXED
                ? fixed(time)
                : latestOf(candidates(time), time);
    }

    /** A multiple of the length by the offset in force, but not from before the last change. */
    private Instant fixed(Instant time) {
        long offset = rules.getOffset(time).getTotalSeconds();
        long local = time.getEpochSecond() + offset;
        Instant start =
                Instant.ofEpochSecond(
                        Math.floorDiv(local, interval.length()) * interval.length() - offset);
        ZoneOffsetTransition change = rules.previousTransition(time.plusNanos(1));
        return change == null || change.getInstant().isBefore(start) ? start : change.getInstant();
    }

    private Instant latestOf(Stream<LocalDateTime> starts, Instant time) {
        return starts.map(this::resolve)
                .filter(start -> !start.isAfter(time))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Every start on the wall that could be the one of {@code time}, and some around. */
    private Stream<LocalDateTime> candidates(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, rules.getOffset(time));
        if (interval.kind() == Interval.Kind.MONTHS) {
            LocalDate year = day.withDayOfYear(1).minusYears(1);
            return IntStream.range(0, 25)
                    .filter(month -> month % interval.length() == 0)
                    .mapToObj(month -> year.plusMonths(month).atStartOfDay());
        }
        if (interval == Interval.ONE_WEEK) {
            LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            return IntStream.rangeClosed(-2, 1)
                    .mapToObj(week -> monday.plusWeeks(week).atStartOfDay());
        }
        int hours = interval.length() / 3600;
        return IntStream.rangeClosed(-3, 2)
                .boxed()
                .flatMap(
                        days ->
                                IntStream.range(0, 24)
                                        .filter(hour -> hour % hours == 0)
                                        .mapToObj(hour -> day.plusDays(days).atTime(hour, 0)));
    }

    /** What the clock shows twice is the earlier one, what it skips is the end of the gap. */
    private Instant resolve(LocalDateTime start) {
        List<ZoneOffset> offsets = rules.getValidOffsets(start);
        return offsets.isEmpty()
                ? rules.getTransition(start).getInstant()
                : start.toInstant(offsets.getFirst());
    }
}
