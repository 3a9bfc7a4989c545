package com.ayvlo.metrics.adapter.journal.file;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the journal. Its end moves on while the committer fills it; everything before the end
 * is durable. Safe for concurrent use.
 */
final class Segment {
    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.journal");

    private final Path path;
    private final SegmentHeader.Start start;
    private final long bytes;
    private final boolean recovered;
    private volatile Durable durable;

    /**
     * What of a segment is durable.
     *
     * @param end first byte behind it
     * @param lastPosition position of the last metric before it
     */
    record Durable(int end, long lastPosition) {}

    /**
     * @param bytes what the file takes on the disk
     * @param recovered whether it was there when the journal was opened
     */
    Segment(Path path, SegmentHeader.Start start, long bytes, boolean recovered, Durable durable) {
        this.path = path;
        this.start = start;
        this.bytes = bytes;
        this.recovered = recovered;
        this.durable = durable;
    }

    /** The name of the segment that begins with this record. */
    static String name(long sequence) {
        return "%020d.journal".formatted(sequence);
    }

    /** The sequence that the name of a file says, -1 if it is no name of a segment. */
    static long sequenceOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return -1;
        }
        try {
            return Long.parseLong(name.group(1));
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    Path path() {
        return path;
    }

    SegmentHeader.Start start() {
        return start;
    }

    long bytes() {
        return bytes;
    }

    boolean recovered() {
        return recovered;
    }

    Durable durable() {
        return durable;
    }

    void moveOn(Durable next) {
        durable = next;
    }
}
