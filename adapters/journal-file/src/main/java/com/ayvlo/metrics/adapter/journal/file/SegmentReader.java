package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalListener;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Reads durable records again. Safe for concurrent use. */
final class SegmentReader {
    private final Disk disk;
    private final SegmentList list;
    private final long journal;
    private volatile Cursor cursor = new Cursor(null, 0, 0);
    private volatile String damage = "";

    /** Where the last reader stopped, so that the next one need not search. */
    private record Cursor(@Nullable Segment segment, long sequence, int offset) {}

    SegmentReader(Disk disk, SegmentList list, long journal) {
        this.disk = disk;
        this.list = list;
        this.journal = journal;
    }

    /** Damage that only came to light here, empty if none did. */
    String damage() {
        return damage;
    }

    /** Like {@code Journal.read}. */
    long read(long fromSequence, long maxBytes, JournalListener reader) throws IOException {
        List<Segment> segments = list.segments();
        if (!segments.isEmpty() && fromSequence <= segments.getFirst().start().sequenceBefore()) {
            throw released(fromSequence);
        }
        Pass pass = new Pass(fromSequence, maxBytes, reader);
        for (int i = first(segments, fromSequence); i < segments.size() && !pass.done(); i++) {
            long end =
                    i + 1 < segments.size()
                            ? segments.get(i + 1).start().sequence()
                            : Long.MAX_VALUE;
            try {
                pass.over(segments.get(i), end);
            } catch (NoSuchFileException gone) {
                IllegalArgumentException refusal = released(pass.next);
                refusal.addSuppressed(gone);
                throw refusal;
            }
        }
        return pass.next;
    }

    private static IllegalArgumentException released(long sequence) {
        return new IllegalArgumentException("record %d was released".formatted(sequence));
    }

    private static int first(List<Segment> segments, long sequence) {
        int first = 0;
        while (first + 1 < segments.size()
                && segments.get(first + 1).start().sequence() <= sequence) {
            first++;
        }
        return first;
    }

    /** One call of read. */
    private final class Pass {
        private final JournalListener reader;
        private long next;
        private long bytesLeft;

        private Pass(long next, long maxBytes, JournalListener reader) {
            this.next = next;
            this.bytesLeft = maxBytes;
            this.reader = reader;
        }

        private boolean done() {
            return bytesLeft <= 0;
        }

        private void over(Segment segment, long endSequence) throws IOException {
            Cursor known = cursor;
            boolean continues = known.segment() == segment && known.sequence() == next;
            int base = continues ? known.offset() : SegmentHeader.BYTES;
            int length = segment.durable().end() - base;
            if (length <= 0) {
                return;
            }
            ByteBuffer bytes = ByteBuffer.allocate(length);
            try (DiskFile file = disk.open(segment.path())) {
                file.readFully(bytes, base);
            }
            bytes.flip();
            long floor = continues ? next : segment.start().sequence();
            new SegmentScanner(bytes, journal, floor, 1, endSequence)
                    .scan(0, new Visit(this, segment, bytes, base));
        }

        private boolean deliver(RecordHeader header, ByteBuffer bytes, int offset) {
            reader.durable(header.record(bytes, offset));
            next = header.nextSequence();
            bytesLeft -= header.length();
            return !done();
        }
    }

    /** One segment of a call of read. */
    private final class Visit implements SegmentScanner.Visitor {
        private final Pass pass;
        private final Segment segment;
        private final ByteBuffer bytes;
        private final int base;

        private Visit(Pass pass, Segment segment, ByteBuffer bytes, int base) {
            this.pass = pass;
            this.segment = segment;
            this.bytes = bytes;
            this.base = base;
        }

        @Override
        public boolean found(RecordHeader header, int offset) {
            if (header.kind() != RecordHeader.Kind.RECORD || header.sequence() < pass.next) {
                return true;
            }
            boolean goOn = pass.deliver(header, bytes, offset);
            cursor = new Cursor(segment, pass.next, base + offset + header.bytes());
            return goOn;
        }

        @Override
        public void lost(RecordHeader header, int offset) {
            unknown(offset, header.bytes());
        }

        /** What was there when the journal was opened is reported already. */
        @Override
        public void unknown(int offset, int length) {
            if (!segment.recovered()) {
                damage =
                        "%s is damaged from byte %d to %d"
                                .formatted(
                                        segment.path().getFileName(),
                                        base + offset,
                                        base + offset + length);
            }
        }
    }
}
