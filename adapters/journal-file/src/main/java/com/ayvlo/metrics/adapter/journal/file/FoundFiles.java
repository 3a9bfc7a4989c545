package com.ayvlo.metrics.adapter.journal.file;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
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
        return sorted(journalOf(files), files);
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

    /** The number that most files have, of several the one of the newest. */
    private static long journalOf(List<FoundFile> files) {
        Map<Long, Integer> counts = new HashMap<>();
        @Nullable Long most = null;
        for (FoundFile file : files) {
            SegmentHeader header = file.header();
            if (header != null) {
                int count = counts.merge(header.journal(), 1, Integer::sum);
                if (most == null || count >= counts.getOrDefault(most, 0)) {
                    most = header.journal();
                }
            }
        }
        return most != null ? most : new SecureRandom().nextLong();
    }

    /** The highest number that the name of a file has. */
    long highestName() {
        return Math.max(highest(segments), highest(strangers));
    }

    private static long highest(List<FoundFile> files) {
        return files.stream().mapToLong(FoundFile::named).max().orElse(0);
    }
}
