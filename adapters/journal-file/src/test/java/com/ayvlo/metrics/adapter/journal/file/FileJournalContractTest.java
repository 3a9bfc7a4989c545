package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.testkit.JournalContract;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

class FileJournalContractTest implements JournalContract {
    private static final int SEGMENT = 1024;

    @TempDir private Path directory;
    private final Map<Journal, FileJournalConfig> configs = new HashMap<>();

    @Override
    public Journal freshJournal(long maxBytes) {
        return journal(new FileJournalConfig(directory.resolve("0"), maxBytes, SEGMENT, 0));
    }

    /** A copy, so that the journal may still be open: that is what a killed process leaves. */
    @Override
    public Journal next(Journal journal) {
        FileJournalConfig before = configs.get(journal);
        Path copy = directory.resolve(String.valueOf(configs.size()));
        try (Stream<Path> files = Files.list(before.directory())) {
            Files.createDirectory(copy);
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return journal(new FileJournalConfig(copy, before.maxBytes(), SEGMENT, 0));
    }

    private Journal journal(FileJournalConfig config) {
        FileJournal journal = new FileJournal(config);
        configs.put(journal, config);
        return journal;
    }
}
