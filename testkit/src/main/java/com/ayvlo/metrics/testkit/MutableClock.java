package com.ayvlo.metrics.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only moves when it is told to. Safe for concurrent use. */
public final class MutableClock extends Clock {
    private final Time time;
    private final ZoneId zone;

    private MutableClock(Time time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    /** A clock in UTC that shows this time. */
    public static MutableClock at(Instant start) {
        return new MutableClock(new Time(start), ZoneOffset.UTC);
    }

    /** Moves the clock forward, or back if negative. */
    public void advance(Duration by) {
        time.advance(by);
    }

    /** Sets the clock to this time. */
    public void set(Instant newTime) {
        time.set(newTime);
    }

    @Override
    public Instant instant() {
        return time.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock seen in another zone: both move together. */
    @Override
    public Clock withZone(ZoneId other) {
        return new MutableClock(time, other);
    }

    /** What the clocks of several zones share. */
    private static final class Time {
        private Instant now;

        Time(Instant start) {
            now = start;
        }

        synchronized void advance(Duration by) {
            now = now.plus(by);
        }

        synchronized void set(Instant time) {
            now = time;
        }

        synchronized Instant get() {
            return now;
        }
    }
}
