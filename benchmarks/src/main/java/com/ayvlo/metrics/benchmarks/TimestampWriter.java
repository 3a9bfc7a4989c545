package com.ayvlo.metrics.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes times as {@code 2026-01-15T10:30:00.000Z}. Not for use by several threads. */
final class TimestampWriter {
    private static final int DATE = 11;

    private long day = Long.MIN_VALUE;
    private final byte[] date = new byte[DATE];

    void write(long millis, byte[] bytes, int at) {
        if (Math.floorDiv(millis, TimeRange.ONE_DAY) != day) {
            turnTo(millis);
        }
        System.arraycopy(date, 0, bytes, at, DATE);
        int ofDay = (int) (millis - day * TimeRange.ONE_DAY);
        int seconds = ofDay / 1000;
        int minutes = seconds / 60;
        two(minutes / 60, bytes, at + 11);
        two(minutes % 60, bytes, at + 14);
        two(seconds % 60, bytes, at + 17);
        int fraction = ofDay % 1000;
        bytes[at + 20] = (byte) ('0' + fraction / 100);
        two(fraction % 100, bytes, at + 21);
    }

    private void turnTo(long millis) {
        day = Math.floorDiv(millis, TimeRange.ONE_DAY);
        byte[] text = Instant.ofEpochMilli(millis).toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, date, 0, DATE);
    }

    private static void two(int number, byte[] bytes, int at) {
        bytes[at] = (byte) ('0' + number / 10);
        bytes[at + 1] = (byte) ('0' + number % 10);
    }
}
