package com.ayvlo.metrics.architecture.planted.application.query;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Planted fault: time from the machine, in five ways; the sixth is right. */
final class ReadsTheClock {
    Instant instant() {
        return Instant.now();
    }

    LocalDate date() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    long millis() {
        return System.currentTimeMillis();
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    Supplier<InstantSource> source() {
        return InstantSource::system;
    }

    LocalDate right(Clock clock) {
        return LocalDate.now(clock);
    }
}
