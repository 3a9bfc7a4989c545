package com.ayvlo.metrics.adapter.journal.file;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a directory, and which of them are the journal.
 *
 * @param journal random number of the journal
 * @param segments its segments in order, one for each first sequence
 * @param strangers copies of a segment, and files of another journal
 */
record FoundFiles(long journal, List<FoundFile> segments, List<FoundFile> strangers) {

    /**
     * Holds nothing but a header: the number of the journal, should the headers of all segments be
     * damaged.
     */
    private static final String NUMBER_FILE = "journal.id";

    /** Looks at the directory and deletes what was made ahead of need and never used. */
    static FoundFiles in(Disk disk, Path directory) throws IOException {
        List<FoundFile> files = new ArrayList<>();
        for (Path path : disk.list(directory)) {
            if (SpareFiles.isSpare(path)) {
                disk.delete(path);
            } else if (Segment.sequenceOf(path) >= 0) {
                files.add(FoundFile.read(disk, path));
            }
        }
        // Of two with the same numbers the one with the right name comes first.
        files.sort(
                Comparator.comparingLong(FoundFile::sequence)
                        .thenComparing(FoundFile::isMisnamed)
                        .thenComparingLong(FoundFile::named));
        return sorted(journalOf(disk, directory, files), files);
    }

    private static FoundFiles sorted(long journal, List<FoundFile> files) {
        List<FoundFile> segments = new ArrayList<>();
        List<FoundFile> strangers = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (FoundFile file : files) {
            SegmentHeader header = file.header();
            boolean ours = header == null || header.journal() == journal;
            (ours && seen.add(file.sequence()) ? segments : strangers).add(file);
        }
        return new FoundFiles(journal, segments, strangers);
    }

    private static long journalOf(Disk disk, Path directory, List<FoundFile> files)
            throws IOException {
        Path path = directory.resolve(NUMBER_FILE);
        SegmentHeader kept = null;
        if (disk.list(directory).contains(path)) {
            kept = FoundFile.read(disk, path).header();
        }
        Long most = ofMost(files);
        if (kept != null && (most == null || most == kept.journal())) {
            return kept.journal();
        }
        long journal = most != null ? most : new SecureRandom().nextLong();
        keep(disk, path, journal);
        return journal;
    }

    /** The number that most files have, of several the one of the newest; null if none has one. */
    private static @Nullable Long ofMost(List<FoundFile> files) {
        Map<Long, Integer> counts = new HashMap<>();
        Long most = null;
        for (FoundFile file : files) {
            SegmentHeader header = file.header();
            if (header != null) {
                int count = counts.merge(header.journal(), 1, Integer::sum);
                if (most == null || count >= counts.getOrDefault(most, 0)) {
                    most = header.journal();
                }
            }
        }
        return most;
    }

    private static void keep(Disk disk, Path path, long journal) {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        new SegmentHeader(
                        SegmentHeader.VERSION,
                        false,
                        journal,
                        SegmentHeader.Start.after(0, 0),
                        SegmentHeader.BYTES)
                .write(bytes);
        try {
            disk.delete(path);
            try (DiskFile file = disk.create(path)) {
                file.writeFully(bytes.flip(), 0);
                file.force();
            }
        } catch (IOException _) {
            // The disk may be full; the segments have the number as well.
        }
    }

    /** The highest number that the name of a file has. */
    long highestName() {
        return Math.max(highest(segments), highest(strangers));
    }

    private static long highest(List<FoundFile> files) {
        return files.stream().mapToLong(FoundFile::named).max().orElse(0);
    }
}
