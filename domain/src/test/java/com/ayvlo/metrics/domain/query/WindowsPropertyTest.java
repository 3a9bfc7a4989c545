package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.Seeds;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Windows of ranges around changes of the clock against {@link WindowOracle}. Tries some zones and
 * changes; with {@code -Dendurance=true} every zone that there is and every change of it from 1970
 * to 2037.
 */
class WindowsPropertyTest {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2037-12-31T00:00:00Z");
    private static final int SAMPLED_ZONES = 30;
    private static final int SAMPLED_CHANGES = 8;
    private static final int TIMES = 10;

    /** Zones whose changes are unlike others: half hours, lost and repeated days, midnight. */
    private static final List<String> ODD =
            List.of(
                    "Africa/Cairo",
                    "Africa/Casablanca",
                    "Africa/Monrovia",
                    "America/Caracas",
                    "America/Havana",
                    "America/Santiago",
                    "America/Scoresbysund",
                    "America/St_Johns",
                    "Antarctica/Troll",
                    "Asia/Beirut",
                    "Asia/Kathmandu",
                    "Asia/Pyongyang",
                    "Asia/Tehran",
                    "Australia/Lord_Howe",
                    "Europe/Berlin",
                    "Europe/Dublin",
                    "Pacific/Apia",
                    "Pacific/Enderbury",
                    "Pacific/Kwajalein",
                    "UTC");

    @ParameterizedTest
    @EnumSource
    void startWhereEveryPossibleStartWasTried(Interval interval) {
        Random sample = new Random(interval.wireName().hashCode());
        for (ZoneId zone : zones(sample)) {
            WindowOracle oracle = new WindowOracle(interval, zone);
            for (Instant change : changes(zone.getRules(), sample)) {
                check(interval, zone, oracle, change);
            }
        }
    }

    private static void check(Interval interval, ZoneId zone, WindowOracle oracle, Instant change) {
        long seed = change.getEpochSecond();
        RandomGenerator random = new Random(seed);
        TimeRange range = around(change, random);
        String what =
                "%s in %s, range %s, seed %d".formatted(interval.wireName(), zone, range, seed);
        Windows windows = Windows.of(interval, zone, range);

        checkSpans(windows, range, oracle, what);
        for (Instant time : times(range, change, random)) {
            assertThat(Instant.ofEpochMilli(windows.startOf(time.toEpochMilli())))
                    .as("%s, time %s", what, time)
                    .isEqualTo(oracle.startOf(time));
        }
    }

    private static void checkSpans(
            Windows windows, TimeRange range, WindowOracle oracle, String what) {
        List<Windows.Span> spans = windows.spans();
        for (int i = 0; i < spans.size(); i++) {
            Windows.Span span = spans.get(i);
            assertThat(span.fromMillis()).as(what).isLessThan(span.toMillis());
            assertThat(span.stepMillis()).as(what).isPositive();
            if (i > 0) {
                assertThat(span.fromMillis()).as(what).isEqualTo(spans.get(i - 1).toMillis());
            }
        }
        Windows.Span first = spans.getFirst();
        Windows.Span last = spans.getLast();
        assertThat(first.fromMillis())
                .as("%s starts with the window of the first time", what)
                .isEqualTo(oracle.startOf(range.from()).toEpochMilli());
        assertThat(last.startOf(last.toMillis() - 1))
                .as("%s ends with the window of the last time", what)
                .isEqualTo(oracle.startOf(range.to().minusMillis(1)).toEpochMilli());
        Instant end = Instant.ofEpochMilli(last.toMillis());
        assertThat(end).as("%s ends with a window", what).isEqualTo(oracle.startOf(end));
        assertThat(end).as(what).isAfterOrEqualTo(range.to());
    }

    /** From a millisecond to weeks, with the change inside or near, at odd or whole minutes. */
    private static TimeRange around(Instant change, RandomGenerator random) {
        Duration longest =
                switch (random.nextInt(4)) {
                    case 0 -> Duration.ofMinutes(90);
                    case 1 -> Duration.ofHours(30);
                    case 2 -> Duration.ofDays(10);
                    default -> Duration.ofDays(500);
                };
        long whole = random.nextBoolean() ? 60_000 : 1;
        Instant from = change.minusMillis(random.nextLong(longest.toMillis()) / whole * whole);
        Instant to = change.plusMillis(random.nextLong(longest.toMillis()) / whole * whole);
        TimeRange range = new TimeRange(from, to.isAfter(from) ? to : from.plusMillis(1));
        return range.isEmpty() ? TimeRange.ALL : range;
    }

    /** The range's edges, what is beside the change, and times at random near and far. */
    private static Set<Instant> times(TimeRange range, Instant change, RandomGenerator random) {
        Set<Instant> times = new HashSet<>();
        times.add(range.from());
        times.add(range.to().minusMillis(1));
        times.add(change);
        times.add(change.minusMillis(1));
        for (int i = 0; i < TIMES; i++) {
            times.add(Instant.ofEpochMilli(random.nextLong(range.fromMillis(), range.toMillis())));
            times.add(change.plusMillis(random.nextLong(-90_000_000, 90_000_000)));
        }
        times.removeIf(time -> !range.contains(time.toEpochMilli()));
        return times;
    }

    private static List<ZoneId> zones(Random random) {
        Set<ZoneRules> seen = new HashSet<>();
        List<ZoneId> zones = new ArrayList<>();
        ODD.stream().map(ZoneId::of).forEach(zones::add);
        List<String> all = new ArrayList<>(ZoneId.getAvailableZoneIds());
        all.sort(String::compareTo);
        if (Seeds.endurance()) {
            all.stream().map(ZoneId::of).forEach(zones::add);
        } else {
            random.ints(SAMPLED_ZONES, 0, all.size())
                    .mapToObj(all::get)
                    .map(ZoneId::of)
                    .forEach(zones::add);
        }
        zones.removeIf(zone -> !seen.add(zone.getRules())); // the same rules under another name
        return zones;
    }

    /** The changes of a zone, and the turn of a year for those that have none. */
    private static List<Instant> changes(ZoneRules rules, Random random) {
        List<Instant> changes = new ArrayList<>();
        ZoneOffsetTransition change = rules.nextTransition(FIRST);
        while (change != null && change.getInstant().isBefore(LAST)) {
            changes.add(change.getInstant());
            change = rules.nextTransition(change.getInstant());
        }
        while (!Seeds.endurance() && changes.size() > SAMPLED_CHANGES) {
            changes.remove(random.nextInt(changes.size()));
        }
        changes.add(Instant.parse("2000-01-01T00:00:00Z"));
        return changes;
    }
}
