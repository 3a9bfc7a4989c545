package com.ayvlo.metrics.adapter.journal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files of the journal, oldest first. The newest stays whatever is released: it knows the
 * highest numbers. Safe for concurrent use; readers see a list that does not change.
 */
final class SegmentList {
    private final Disk disk;
    private final Path directory;
    private final Space space;
    private final ReentrantLock changing = new ReentrantLock();
    private final ReentrantLock releasing = new ReentrantLock();
    private volatile List<Segment> segments;

    SegmentList(Disk disk, Path directory, Space space, List<Segment> segments) {
        this.disk = disk;
        this.directory = directory;
        this.space = space;
        this.segments = List.copyOf(segments);
    }

    List<Segment> segments() {
        return segments;
    }

    /** Adds the newest one. */
    void add(Segment newest) {
        changing.lock();
        try {
            List<Segment> next = new ArrayList<>(segments);
            next.add(newest);
            segments = List.copyOf(next);
        } finally {
            changing.unlock();
        }
    }

    /** Whether the oldest ends at or before this position and is not the newest. */
    boolean canRelease(long throughPosition) {
        List<Segment> now = segments;
        return now.size() > 1 && now.getFirst().durable().lastPosition() <= throughPosition;
    }

    /**
     * Deletes from the oldest on what ends at or before this position, each durably before the
     * next: a crash must not bring one back whose successor stays deleted.
     */
    void release(long throughPosition) throws IOException {
        releasing.lock();
        try {
            while (canRelease(throughPosition)) {
                disk.delete(segments.getFirst().path());
                removeOldest();
                disk.forceDirectory(directory);
            }
        } finally {
            releasing.unlock();
        }
    }

    /** From where on records are kept. */
    String describeOldest() {
        List<Segment> now = segments;
        return now.isEmpty() ? "" : ", from position " + now.getFirst().start().position();
    }

    private void removeOldest() {
        changing.lock();
        try {
            space.free(segments.getFirst().bytes());
            segments = segments.subList(1, segments.size());
        } finally {
            changing.unlock();
        }
    }
}
