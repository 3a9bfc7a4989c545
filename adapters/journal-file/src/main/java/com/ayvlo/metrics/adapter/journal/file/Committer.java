package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one thread that writes: takes all that waits, writes it, forces it once, tells the listeners
 * and lets the appenders go. After a failure it does nothing any more, for nobody knows what a
 * failed write or fsync has left on the disk.
 */
final class Committer {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final Path directory;
    private final AppendQueue queue;
    private final SegmentList segments;
    private final SpareFiles spares;
    private final long journal;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final List<PendingAppend> group = new ArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().name("journal-committer").unstarted(this::run);
    private SegmentHeader.Start next;
    private boolean afterCrash;
    private @Nullable SegmentWriter writer;
    private @Nullable Path unnamed;

    Committer(
            Disk disk,
            Path directory,
            AppendQueue queue,
            SegmentList segments,
            SpareFiles spares,
            Recovered recovered) {
        this.disk = disk;
        this.directory = directory;
        this.queue = queue;
        this.segments = segments;
        this.spares = spares;
        this.journal = recovered.journal();
        this.next = recovered.next();
        this.afterCrash = recovered.afterCrash();
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when all that was appended is durable or has failed, and the file is closed. */
    void join() {
        Threads.join(thread);
    }

    private void run() {
        List<PendingAppend> taken = queue.take();
        while (!taken.isEmpty()) {
            try {
                commit(taken);
            } catch (Throwable failed) {
                fail(taken, failed);
            }
            taken = queue.take();
        }
        end();
    }

    private void fail(List<PendingAppend> taken, Throwable cause) {
        Failure failure =
                new Failure(
                        "the journal has stopped, because a record could not be made durable: "
                                + cause,
                        cause);
        queue.end(failure);
        group.clear();
        for (List<PendingAppend> rest = taken; !rest.isEmpty(); rest = queue.take()) {
            rest.stream().filter(PendingAppend::waits).forEach(append -> append.fail(failure));
        }
    }

    private void commit(List<PendingAppend> taken) throws IOException {
        for (PendingAppend append : taken) {
            SegmentWriter current = writer;
            if (current == null || !current.takes(append)) {
                finishGroup();
                current = roll(append);
            }
            if (current != null) {
                put(append, current);
            }
        }
        finishGroup();
    }

    private void put(PendingAppend append, SegmentWriter current) throws IOException {
        RecordHeader header = append.number(next.sequence(), next.position(), group.size());
        group.add(append);
        current.put(header, append.payload());
        next = SegmentHeader.Start.after(header.sequence(), header.lastPosition());
    }

    /**
     * One fsync for all. A new segment gets its name only then: what has the name of a segment
     * begins with a header and a record that were durable.
     */
    private void finishGroup() throws IOException {
        SegmentWriter current = writer;
        if (group.isEmpty() || current == null) {
            return;
        }
        current.force();
        Segment segment = current.segment();
        segment.moveOn(new Segment.Durable(current.end(), next.positionBefore()));
        if (unnamed != null) {
            disk.rename(unnamed, segment.path());
            disk.forceDirectory(directory);
            segments.add(segment);
            unnamed = null;
        }
        for (PendingAppend append : group) {
            append.tell();
            append.complete();
        }
        group.clear();
    }

    /** Begins the next segment with this record; null if there is no room, which it is told. */
    private @Nullable SegmentWriter roll(PendingAppend append) throws IOException {
        SpareFile spare;
        try {
            spare = spares.take(append.isNote(), (int) SegmentWriter.fileBytes(append.bytes()));
        } catch (JournalException.Full full) {
            append.refuse(String.valueOf(full.getMessage()));
            return null;
        }
        if (writer != null) {
            writer.close();
        }
        Path path = directory.resolve(Segment.name(next.sequence()));
        Segment.Durable nothing = new Segment.Durable(0, next.position() - 1);
        writer =
                new SegmentWriter(
                        spare,
                        new Segment(path, next, spare.bytes(), false, nothing),
                        new SegmentHeader(
                                SegmentHeader.VERSION, afterCrash, journal, next, spare.bytes()),
                        buffer);
        unnamed = spare.path();
        afterCrash = false;
        return writer;
    }

    /** Marks the end, so that a later damage of the last records is known to be one. */
    private void end() {
        SegmentWriter current = writer;
        if (current == null) {
            return;
        }
        try {
            Failure ended = queue.ended();
            if (ended != null && ended.cause() == null) {
                current.put(
                        RecordHeader.closed(next.sequence(), next.position()),
                        ByteBuffer.allocate(0));
                current.force();
            }
            current.close();
        } catch (IOException _) {
            // All that was acknowledged is durable; without the mark it looks like after a crash.
        }
    }
}
