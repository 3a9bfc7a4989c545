package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalListener;
import com.ayvlo.metrics.domain.journal.JournalRecovery;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads all segments when the journal is opened. Changes none; used once. */
final class Recovery {
    private final Disk disk;
    private final FileJournalConfig config;
    private final Space space;
    private final long storedPosition;
    private final JournalListener recovered;
    private final LossAccount account = new LossAccount();
    private final List<Segment> segments = new ArrayList<>();
    private byte[] buffer = new byte[0];
    private long records;
    private long metrics;

    Recovery(
            Disk disk,
            FileJournalConfig config,
            Space space,
            long storedPosition,
            JournalListener recovered) {
        this.disk = disk;
        this.config = config;
        this.space = space;
        this.storedPosition = storedPosition;
        this.recovered = recovered;
    }

    Recovered run() throws IOException {
        FoundFiles found = FoundFiles.in(disk, config.directory());
        List<FoundFile> files = found.segments();
        for (FoundFile stranger : found.strangers()) {
            account.harmless(stranger.name(), 0, stranger.size());
            space.count(stranger.size());
        }
        reportLostBefore(files);
        for (int i = 0; i < files.size(); i++) {
            scan(found.journal(), files.get(i), i + 1 < files.size() ? files.get(i + 1) : null);
        }
        return result(found, files);
    }

    private void reportLostBefore(List<FoundFile> files) {
        SegmentHeader header = files.isEmpty() ? null : files.getFirst().header();
        if (header != null && header.start().positionBefore() > storedPosition) {
            account.lostBefore(
                    files.getFirst().name(), header.start().positionBefore() - storedPosition);
        }
    }

    private void scan(long journal, FoundFile file, @Nullable FoundFile next) throws IOException {
        SegmentHeader header = file.header();
        account.begin(file.name(), header == null ? null : header.start(), file.named());
        reportHeader(file);
        long sequence = account.nextSequence();
        long position = account.lastPosition() + 1;
        ByteBuffer bytes = load(file);
        new SegmentScanner(
                        bytes,
                        journal,
                        Math.max(sequence, file.sequence()),
                        position,
                        next == null ? Long.MAX_VALUE : next.sequence())
                .scan(Math.min(SegmentHeader.BYTES, bytes.limit()), new Deliverer(bytes));
        if (account.nothing()) {
            account.unknown(
                    Math.min(SegmentHeader.BYTES, file.size()),
                    Math.max(0, file.size() - SegmentHeader.BYTES));
        }
        long cutOff = file.cutOff(config);
        if (cutOff > 0) {
            account.unknown(file.size(), cutOff);
        }
        if (next == null || startsAfterCrash(next)) {
            account.endAfterCrash();
        }
        space.count(file.size());
        segments.add(segment(file, sequence, position));
    }

    private static boolean startsAfterCrash(FoundFile next) {
        SegmentHeader header = next.header();
        return header != null && header.afterCrash();
    }

    private Segment segment(FoundFile file, long sequence, long position) {
        SegmentHeader header = file.header();
        return new Segment(
                file.path(),
                header != null
                        ? header.start()
                        : new SegmentHeader.Start(sequence, position, sequence - 1, position - 1),
                file.size(),
                true,
                new Segment.Durable(
                        (int) Math.min(file.size(), Integer.MAX_VALUE), account.lastPosition()));
    }

    private void reportHeader(FoundFile file) {
        int half = SegmentHeader.COPY_BYTES;
        if (file.size() == 0) {
            return; // Its missing bytes are reported as cut off.
        }
        if (file.isMisnamed() || file.header() == null) {
            account.harmless(file.name(), 0, Math.min(file.size(), SegmentHeader.BYTES));
        } else if (file.first() == null) {
            account.harmless(file.name(), 0, half);
        } else if (file.second() == null) {
            account.harmless(file.name(), half, Math.min(file.size(), SegmentHeader.BYTES));
        }
    }

    private ByteBuffer load(FoundFile file) throws IOException {
        int size = (int) Math.min(file.size(), Integer.MAX_VALUE - Long.BYTES);
        if (buffer.length < size) {
            buffer = new byte[size];
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, size);
        try (DiskFile open = disk.open(file.path())) {
            for (long bad : BadSectors.readAround(open, bytes)) {
                account.harmless(file.name(), bad, Math.min(size, bad + BadSectors.BLOCK_BYTES));
            }
        }
        return bytes.flip();
    }

    private Recovered result(FoundFiles found, List<FoundFile> files) {
        SegmentHeader.Start next =
                raised(
                        files.isEmpty() ? SegmentHeader.Start.after(0, 0) : account.end(),
                        found.highestName());
        boolean afterCrash = !files.isEmpty() && !account.closed();
        return new Recovered(
                found.journal(),
                segments,
                next,
                afterCrash,
                new JournalRecovery(
                        records,
                        metrics,
                        next.sequence() - 1,
                        next.position() - 1,
                        account.damages()));
    }

    /**
     * Behind what the storage has and behind every name: if the journal has lost its end, the
     * storage still knows how many positions that was, and each record had at least one.
     */
    private SegmentHeader.Start raised(SegmentHeader.Start next, long highestName) {
        long ahead = Math.max(0, storedPosition + 1 - next.position());
        return new SegmentHeader.Start(
                Math.max(next.sequence() + ahead, highestName + 1),
                next.position() + ahead,
                next.sequenceBefore(),
                next.positionBefore());
    }

    private final class Deliverer implements SegmentScanner.Visitor {
        private final ByteBuffer bytes;

        private Deliverer(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean found(RecordHeader header, int offset) {
            account.found(header, offset);
            if (header.kind() == RecordHeader.Kind.RECORD) {
                records++;
                metrics += header.metrics();
                recovered.durable(header.record(bytes, offset));
            }
            return true;
        }

        @Override
        public void lost(RecordHeader header, int offset) {
            account.lost(header, offset);
        }

        @Override
        public void unknown(int offset, int length) {
            account.unknown(offset, length);
        }
    }
}
