package com.ayvlo.metrics.adapter.idempotency.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads all logs when the answers are opened. Used once. */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final Disk disk;
    private final Path directory;
    private final Age age;
    private final Damages damages;
    private final Generations generations;

    Recovery(Disk disk, Path directory, Age age, Damages damages, Generations generations) {
        this.disk = disk;
        this.directory = directory;
        this.age = age;
        this.damages = damages;
        this.generations = generations;
    }

    /** Fills the generations; deletes the logs of those that are over. */
    void run() throws IOException {
        disk.createDirectories(directory);
        SortedMap<Long, List<LogName>> logs = logs();
        boolean deleted = false;
        for (Map.Entry<Long, List<LogName>> one : logs.entrySet()) {
            long hour = one.getKey();
            long keptUntil = age.keptUntil(hour, logs.lastKey());
            if (age.isOver(hour, keptUntil)) {
                for (LogName log : one.getValue()) {
                    disk.delete(log.in(directory));
                }
                deleted = true;
            } else {
                read(new Generation(hour, keptUntil), one.getValue());
            }
        }
        if (deleted) {
            disk.forceDirectory(directory);
        }
    }

    private SortedMap<Long, List<LogName>> logs() throws IOException {
        return disk.list(directory).stream()
                .map(LogName::of)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(LogName::serial))
                .collect(Collectors.groupingBy(LogName::hour, TreeMap::new, Collectors.toList()));
    }

    private void read(Generation generation, List<LogName> logs) throws IOException {
        generations.add(generation);
        for (LogName log : logs) {
            generation.logs().add(log);
            try (DiskFile file = disk.open(log.in(directory))) {
                long torn = new LogScanner(file, log, new Collector(generation, log)).scan();
                if (torn > 0) {
                    LOG.log(
                            System.Logger.Level.INFO,
                            "the last {0} bytes of {1} were not forced and are left out",
                            Long.toString(torn),
                            log);
                }
            }
        }
    }

    private final class Collector implements LogScanner.Visitor {
        private final Generation generation;
        private final LogName log;

        private Collector(Generation generation, LogName log) {
            this.generation = generation;
            this.log = log;
        }

        @Override
        public void found(EntryHeader header, long offset) {
            generations.put(
                    generation, header.key(), header.tenant(), Place.pack(log.serial(), offset));
        }

        @Override
        public void damaged(long offset, long length) {
            damages.add(log, offset, length);
        }
    }
}
