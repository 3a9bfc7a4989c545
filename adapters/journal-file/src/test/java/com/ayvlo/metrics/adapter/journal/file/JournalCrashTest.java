package com.ayvlo.metrics.adapter.journal.file;

import static com.ayvlo.metrics.adapter.journal.file.Journals.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery.Damage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A crash at every operation on a file: what was acknowledged is there, what is there was appended,
 * and nothing looks like the loss of something that was promised.
 */
class JournalCrashTest {
    private static final int APPENDERS = 4;
    private static final int EACH = 30;

    /** What a crash left, and what had been acknowledged before it. */
    private record Crash(MemoryDisk disk, List<JournalRecord> acknowledged, long released) {}

    private final Queue<Crash> crashes = new ConcurrentLinkedQueue<>();
    private final List<JournalRecord> acknowledged = new ArrayList<>();
    private volatile long released;

    /** With several seeds: which appends share an fsync differs as well. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void atEveryOperation(long seed) {
        Map<Long, JournalRecord> appended = runAndCrash(seed);

        assertThat(crashes).hasSizeGreaterThan(100);
        for (Crash crash : crashes) {
            check(crash, appended, seed);
        }
    }

    private Map<Long, JournalRecord> runAndCrash(long seed) {
        Random random = new Random(seed);
        MemoryDisk disk = new MemoryDisk();
        disk.mostBytesWritten(700);
        FileJournal journal = open(disk).journal();
        disk.fault((_, _) -> crash(disk, random));
        Map<Long, JournalRecord> appended = new HashMap<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < APPENDERS; i++) {
                int appender = i;
                executor.execute(() -> appendMany(journal, new Random(seed * 31 + appender)));
            }
        }
        acknowledged.forEach(record -> appended.put(record.sequence(), record));
        assertThat(appended).hasSize(APPENDERS * EACH);
        journal.close();
        return appended;
    }

    private void crash(MemoryDisk disk, Random random) {
        synchronized (acknowledged) {
            crashes.add(new Crash(disk.afterKill(), List.copyOf(acknowledged), released));
            for (int i = 0; i < 3; i++) {
                crashes.add(
                        new Crash(
                                disk.afterPowerLoss(random), List.copyOf(acknowledged), released));
            }
        }
    }

    private void appendMany(FileJournal journal, Random random) {
        for (int i = 0; i < EACH; i++) {
            byte[] payload = new byte[random.nextInt(10) == 0 ? 1500 : random.nextInt(200)];
            random.nextBytes(payload);
            journal.append(
                    ByteBuffer.wrap(payload),
                    random.nextInt(3),
                    record -> {
                        synchronized (acknowledged) {
                            acknowledged.add(record);
                        }
                    });
            if (random.nextInt(20) == 0) {
                releaseHalf(journal);
            }
        }
    }

    private void releaseHalf(FileJournal journal) {
        long through;
        synchronized (acknowledged) {
            through = acknowledged.get(acknowledged.size() / 2).lastPosition();
            released = Math.max(released, through);
        }
        journal.release(through);
    }

    private static void check(Crash crash, Map<Long, JournalRecord> appended, long seed) {
        Journals.Opened opened = open(crash.disk(), Journals.config(1 << 20), crash.released());
        JournalRecord next = Journals.append(opened.journal(), 33, 1);
        opened.journal().close();

        assertThat(opened.records())
                .as("seed %d", seed)
                .allSatisfy(
                        record -> assertThat(record).isEqualTo(appended.get(record.sequence())));
        assertThat(opened.records()).containsAll(unreleased(crash));
        assertThat(opened.recovery().damages())
                .as("torn ends cost nothing that was promised")
                .extracting(Damage::missingRecords, Damage::missingMetrics)
                .allSatisfy(missing -> assertThat(missing).isEqualTo(tuple(0L, 0L)));
        if (!crash.acknowledged().isEmpty()) {
            JournalRecord last = crash.acknowledged().getLast();
            assertThat(next.sequence()).isGreaterThan(last.sequence());
            assertThat(next.position()).isGreaterThan(last.lastPosition());
        }
        Journals.Opened again = open(crash.disk(), Journals.config(1 << 20), crash.released());
        again.journal().close();
        assertThat(again.records()).hasSize(opened.records().size() + 1).contains(next);
        assertThat(again.recovery().damages()).isEqualTo(opened.recovery().damages());
    }

    private static List<JournalRecord> unreleased(Crash crash) {
        return crash.acknowledged().stream()
                .filter(record -> record.lastPosition() > crash.released())
                .filter(record -> record.metrics() > 0)
                .toList();
    }
}
