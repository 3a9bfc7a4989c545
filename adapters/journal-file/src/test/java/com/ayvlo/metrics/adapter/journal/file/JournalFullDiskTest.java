package com.ayvlo.metrics.adapter.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real disk that is really full; needs the right to mount one. */
@Timeout(60)
class JournalFullDiskTest {
    private static final int SEGMENT = 256 << 10;

    @TempDir private Path parent;
    private Path disk;

    @BeforeEach
    void mountFourMebibytes() throws Exception {
        disk = Files.createDirectory(parent.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()))
                .as("this user may mount a small disk")
                .isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void refusesLosesNothingAndGoesOnWhenThereIsRoom() throws IOException {
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[2 << 20]);
        FileJournalConfig config =
                new FileJournalConfig(disk.resolve("journal"), 1L << 30, SEGMENT, 0);
        List<JournalRecord> taken = new ArrayList<>();
        try (FileJournal journal = new FileJournal(config)) {
            journal.open(0, _ -> {});
            assertThat(catchThrowable(() -> fillUp(journal, taken)))
                    .isInstanceOf(JournalException.Full.class);
            assertThat(taken).hasSizeGreaterThan(1000);
            assertThat(journal.capacity().accepting()).isFalse();

            Files.delete(ballast);
            awaitRoom(journal);
            taken.add(Journals.append(journal, 1000, 1));
            assertThat(catchThrowable(() -> fillUp(journal, taken)))
                    .isInstanceOf(JournalException.Full.class);
        }
        List<JournalRecord> found = new ArrayList<>();
        try (FileJournal journal = new FileJournal(config)) {
            assertThat(journal.open(0, found::add).damages()).isEmpty();
            journal.release(found.getLast().lastPosition());
            awaitRoom(journal);
            Journals.append(journal, 1000, 1);
        }
        assertThat(found).isEqualTo(taken);
    }

    private static void fillUp(FileJournal journal, List<JournalRecord> taken) {
        while (taken.size() < 100_000) {
            taken.add(Journals.append(journal, 1000, 1));
        }
    }

    private static void awaitRoom(FileJournal journal) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!journal.capacity().accepting()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
