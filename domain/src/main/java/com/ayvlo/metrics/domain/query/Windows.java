package com.ayvlo.metrics.domain.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The windows of an interval in a time zone that touch a range, without gaps. Every edge comes from
 * the rules of {@code java.time}, never from a database: storages get spans of evenly long windows
 * and only have to divide.
 *
 * <ul>
 *   <li>Up to an hour, windows have a fixed length and are aligned by the offset in force; one that
 *       an offset change falls into is cut there, and an hour that the clock repeats is two
 *       windows.
 *   <li>From two hours to a week, windows start where the clock on the wall shows a multiple, so a
 *       day has 23 or 25 hours when the clock is changed. A start that the clock shows twice is the
 *       earlier one; a start that it skips moves to the end of the gap.
 *   <li>Months, quarters and years start with their first day, by the same rule.
 * </ul>
 */
public final class Windows {
    private static final long MILLIS = 1000;
    private static final long LONGEST_GAP = 48 * 3600 * MILLIS;

    /** Midnight of 1970-01-05, so that multiples of a week from here are Mondays. */
    private static final long A_MONDAY = 4 * 24 * 3600 * MILLIS;

    private final List<Span> spans;

    private Windows(List<Span> spans) {
        this.spans = List.copyOf(spans);
    }

    /**
     * Windows next to each other: they start at {@code fromMillis} and every {@code stepMillis}
     * from there; the last one ends at {@code toMillis}, be it shorter. All in milliseconds since
     * 1970 UTC.
     */
    public record Span(long fromMillis, long toMillis, long stepMillis) {
        /** The start of the window that this time of the span is in. */
        public long startOf(long epochMillis) {
            return epochMillis - (epochMillis - fromMillis) % stepMillis;
        }
    }

    /** The windows that touch the range; none if it is empty. */
    public static Windows of(Interval interval, ZoneId zone, TimeRange range) {
        if (range.isEmpty()) {
            return new Windows(List.of());
        }
        ZoneRules rules = zone.getRules();
        List<Run> runs =
                switch (interval.kind()) {
                    case FIXED -> fixed(interval.length() * MILLIS, rules, range);
                    case LOCAL -> local(interval.length() * MILLIS, rules, range);
                    case MONTHS -> months(interval.length(), rules, range);
                };
        return new Windows(spans(runs, range));
    }

    /** The spans in order of time, each starting where the one before ends. */
    public List<Span> spans() {
        return spans;
    }

    /** The start of the window that this time is in; it must be inside the range. */
    public long startOf(long epochMillis) {
        return windowOf(epochMillis).fromMillis();
    }

    /** The window that this time is in, as a span of one; it must be inside the range. */
    public Span windowOf(long epochMillis) {
        int low = 0;
        int high = spans.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (spans.get(middle).fromMillis() <= epochMillis) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Span span = spans.get(low);
        long start = span.startOf(epochMillis);
        return new Span(start, Math.min(start + span.stepMillis, span.toMillis), span.stepMillis);
    }

    /** Edges at {@code first} and every {@code step} from there to {@code last}. */
    private record Run(long first, long last, long step) {
        static Run upTo(long first, long end, long step) {
            return new Run(first, first + (end - 1 - first) / step * step, step);
        }
    }

    /** A stretch of time with one offset; {@code begin} is the change that it starts with. */
    private record Segment(long from, long to, long offset, Optional<ZoneOffsetTransition> begin) {}

    private static List<Run> fixed(long step, ZoneRules rules, TimeRange range) {
        List<Run> runs = new ArrayList<>();
        for (Segment segment : segments(rules, range, step)) {
            if (segment.begin.isPresent()) {
                addEdge(segment.from, runs);
            }
            addEdges(
                    ceil(segment.from + segment.offset, step, 0) - segment.offset,
                    segment,
                    step,
                    runs);
        }
        return runs;
    }

    private static List<Run> local(long step, ZoneRules rules, TimeRange range) {
        List<Run> runs = new ArrayList<>();
        for (Segment segment : segments(rules, range, step)) {
            long firstLocal = segment.from + segment.offset;
            if (segment.begin.isPresent()) {
                long before = millis(segment.begin.get().getDateTimeBefore());
                if (ceil(before, step, A_MONDAY) < firstLocal) {
                    addEdge(segment.from, runs); // a start that the clock skips
                }
                firstLocal = Math.max(firstLocal, before); // not those it shows again
            }
            addEdges(ceil(firstLocal, step, A_MONDAY) - segment.offset, segment, step, runs);
        }
        return runs;
    }

    private static List<Run> months(int length, ZoneRules rules, TimeRange range) {
        List<Run> runs = new ArrayList<>();
        LocalDate day = LocalDate.ofInstant(range.from(), rules.getOffset(range.from()));
        LocalDate start =
                LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / length * length + 1, 1)
                        .minusMonths(length);
        long edge = startOfDay(start, rules);
        while (edge < range.toMillis()) {
            addEdge(edge, runs);
            start = start.plusMonths(length);
            edge = startOfDay(start, rules);
        }
        addEdge(edge, runs);
        return runs;
    }

    private static long startOfDay(LocalDate day, ZoneRules rules) {
        LocalDateTime midnight = day.atStartOfDay();
        List<ZoneOffset> offsets = rules.getValidOffsets(midnight);
        Instant start =
                offsets.isEmpty()
                        ? rules.getTransition(midnight).getInstant()
                        : midnight.toInstant(offsets.getFirst());
        return start.toEpochMilli();
    }

    /** The segments that the range touches, with room for a whole window on either side. */
    private static List<Segment> segments(ZoneRules rules, TimeRange range, long step) {
        long from = range.fromMillis() - 2 * step - LONGEST_GAP;
        long end = range.toMillis() + 2 * step + LONGEST_GAP;
        List<Segment> segments = new ArrayList<>();
        Optional<ZoneOffsetTransition> begin = Optional.empty();
        while (from < end) {
            Instant at = Instant.ofEpochMilli(from);
            Optional<ZoneOffsetTransition> next = Optional.ofNullable(rules.nextTransition(at));
            long to = Math.min(end, next.map(Windows::millis).orElse(end));
            long offset = rules.getOffset(at).getTotalSeconds() * MILLIS;
            segments.add(new Segment(from, to, offset, begin));
            from = to;
            begin = next;
        }
        return segments;
    }

    private static void addEdge(long edge, List<Run> runs) {
        if (runs.isEmpty() || runs.getLast().last < edge) {
            runs.add(new Run(edge, edge, 1));
        }
    }

    private static void addEdges(long first, Segment segment, long step, List<Run> runs) {
        long unseen = !runs.isEmpty() && runs.getLast().last == first ? first + step : first;
        if (unseen < segment.to) {
            runs.add(Run.upTo(unseen, segment.to, step));
        }
    }

    /** Turns edges into the windows between them, and keeps those that touch the range. */
    private static List<Span> spans(List<Run> runs, TimeRange range) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i + 1 < runs.size(); i++) {
            Run run = runs.get(i);
            long next = runs.get(i + 1).first;
            if (next - run.last <= run.step) {
                addSpan(new Span(run.first, next, run.step), range, spans);
            } else {
                addSpan(new Span(run.first, run.last, run.step), range, spans);
                addSpan(new Span(run.last, next, next - run.last), range, spans);
            }
        }
        Run end = runs.getLast();
        addSpan(new Span(end.first, end.last, end.step), range, spans);
        return spans;
    }

    private static void addSpan(Span span, TimeRange range, List<Span> spans) {
        if (span.fromMillis >= range.toMillis()
                || span.toMillis <= range.fromMillis()
                || span.fromMillis == span.toMillis) {
            return;
        }
        long from = span.startOf(Math.max(span.fromMillis, range.fromMillis()));
        long lastStart = span.startOf(Math.min(span.toMillis, range.toMillis()) - 1);
        long to = Math.min(span.toMillis, lastStart + span.stepMillis);
        spans.add(new Span(from, to, span.stepMillis));
    }

    private static long ceil(long local, long step, long anchor) {
        return Math.ceilDiv(local - anchor, step) * step + anchor;
    }

    private static long millis(LocalDateTime local) {
        return local.toEpochSecond(ZoneOffset.UTC) * MILLIS;
    }

    private static long millis(ZoneOffsetTransition transition) {
        return transition.getInstant().toEpochMilli();
    }
}
