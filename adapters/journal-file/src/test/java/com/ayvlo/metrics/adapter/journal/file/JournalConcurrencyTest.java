package com.ayvlo.metrics.adapter.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.JournalRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Many appenders, a reader that follows and releases behind it, on the real disk. */
@Timeout(120)
class JournalConcurrencyTest {
    private static final int APPENDERS = 64;
    private static final int EACH = 200;

    private final Semaphore news = new Semaphore(0);
    @TempDir private Path directory;

    @Test
    void everyRecordIsTakenToldAndReadOnceAndInOrder() throws Exception {
        FileJournalConfig config = new FileJournalConfig(directory, 64 << 20, 64 << 10, 0);
        List<JournalRecord> told = new ArrayList<>();
        AtomicLong toldThrough = new AtomicLong();
        List<JournalRecord> read = new ArrayList<>();
        try (FileJournal journal = new FileJournal(config);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            journal.open(0, _ -> {});
            List<Future<?>> appenders = new ArrayList<>();
            for (int i = 0; i < APPENDERS; i++) {
                Random random = new Random(i);
                appenders.add(
                        executor.submit(() -> appendMany(journal, random, told, toldThrough)));
            }
            Future<?> reader = executor.submit(() -> readAll(journal, read));
            for (Future<?> appender : appenders) {
                appender.get();
            }
            reader.get();
            assertThat(journal.capacity().usedBytes()).isLessThan(256 << 10);
        }

        assertThat(told).hasSize(APPENDERS * EACH);
        long position = 1;
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).sequence()).isEqualTo(i + 1);
            assertThat(told.get(i).position()).isEqualTo(position);
            position += told.get(i).metrics();
        }
        assertThat(read).isEqualTo(told);
    }

    private void appendMany(
            FileJournal journal, Random random, List<JournalRecord> told, AtomicLong through) {
        for (int i = 0; i < EACH; i++) {
            byte[] payload = new byte[random.nextInt(2000)];
            random.nextBytes(payload);
            JournalRecord record =
                    journal.append(
                            ByteBuffer.wrap(payload),
                            1 + random.nextInt(5),
                            durable -> {
                                told.add(durable);
                                through.set(durable.sequence());
                                news.release();
                            });
            assertThat(record.payload()).isEqualTo(ByteBuffer.wrap(payload));
            assertThat(through.get()).isGreaterThanOrEqualTo(record.sequence());
        }
    }

    private void readAll(FileJournal journal, List<JournalRecord> read) {
        long next = 1;
        while (next <= (long) APPENDERS * EACH) {
            news.acquireUninterruptibly();
            next = journal.read(next, 20_000, read::add);
            if (!read.isEmpty()) {
                journal.release(read.getLast().lastPosition());
            }
        }
    }
}
