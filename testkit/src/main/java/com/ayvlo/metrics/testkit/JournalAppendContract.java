package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalRecord;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** That records are numbered, told and read again in one order. */
public interface JournalAppendContract extends JournalSetup {
    @Test
    default void append_numbersRecordsAndMetricsWithoutGaps() {
        try (Journal journal = opened()) {
            assertThat(TestRecords.append(journal, "a", 3))
                    .isEqualTo(new JournalRecord(1, 1, 3, TestRecords.payload("a")));
            assertThat(TestRecords.append(journal, "b", 0))
                    .isEqualTo(new JournalRecord(2, 4, 0, TestRecords.payload("b")));
            assertThat(TestRecords.append(journal, "", 1))
                    .isEqualTo(new JournalRecord(3, 4, 1, TestRecords.payload("")));
            assertThat(TestRecords.append(journal, "d", 1))
                    .isEqualTo(new JournalRecord(4, 5, 1, TestRecords.payload("d")));
        }
    }

    @Test
    default void append_takesThePayloadFromPositionToLimit() {
        try (Journal journal = opened()) {
            ByteBuffer direct = ByteBuffer.allocateDirect(9).put(TestRecords.payload("[payload]"));
            direct.position(1).limit(8);
            ByteBuffer readOnly =
                    TestRecords.payload("[payload]").position(1).limit(8).asReadOnlyBuffer();

            journal.append(direct, 1, _ -> {});
            journal.append(readOnly, 1, _ -> {});

            List<JournalRecord> read = new ArrayList<>();
            journal.read(1, Long.MAX_VALUE, TestRecords.into(read));
            assertThat(read)
                    .extracting(JournalRecord::payload)
                    .containsExactly(
                            TestRecords.payload("payload"), TestRecords.payload("payload"));
            assertThat(direct.remaining()).isEqualTo(7);
        }
    }

    @Test
    default void append_tellsTheListenerBeforeItReturns() {
        try (Journal journal = opened()) {
            List<JournalRecord> told = new ArrayList<>();

            JournalRecord record =
                    journal.append(TestRecords.payload("a"), 2, TestRecords.into(told));

            assertThat(told).containsExactly(record);
        }
    }

    @Test
    default void append_tellsAllListenersOneAfterTheOtherInOrder() {
        try (Journal journal = opened()) {
            // Neither is safe for concurrent use: the journal has to call one after the other.
            List<JournalRecord> told = new ArrayList<>();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger overlaps = new AtomicInteger();
            inThreads(
                    16,
                    thread -> {
                        for (int i = 0; i < 50; i++) {
                            journal.append(
                                    TestRecords.payload(thread + " " + i),
                                    i % 3,
                                    record -> {
                                        overlaps.addAndGet(inside.getAndIncrement());
                                        told.add(record);
                                        inside.decrementAndGet();
                                    });
                        }
                    });

            assertThat(overlaps).hasValue(0);
            assertThat(told).hasSize(800);
            TestRecords.assertNoGaps(told);
            List<JournalRecord> read = new ArrayList<>();
            journal.read(1, Long.MAX_VALUE, TestRecords.into(read));
            assertThat(read).isEqualTo(told);
        }
    }

    private static void inThreads(int threads, IntConsumer work) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                all.add(executor.submit(() -> work.accept(number)));
            }
            assertThat(all).allSatisfy(one -> assertThatCode(one::get).doesNotThrowAnyException());
        }
    }

    @Test
    default void read_goesOnWhereItStopped() {
        try (Journal journal = opened()) {
            List<JournalRecord> appended = TestRecords.fill(journal, 30);
            List<JournalRecord> read = new ArrayList<>();

            long next = 1;
            for (int calls = 0; calls < 100 && next <= 30; calls++) {
                next = journal.read(next, 5, TestRecords.into(read));
            }

            assertThat(next).isEqualTo(31);
            assertThat(read).isEqualTo(appended);
        }
    }

    @Test
    default void read_stopsAfterTheRecordThatReachesTheBytes() {
        try (Journal journal = opened()) {
            TestRecords.append(journal, "four", 1);
            TestRecords.append(journal, "four", 1);
            TestRecords.append(journal, "four", 1);
            List<JournalRecord> read = new ArrayList<>();

            assertThat(journal.read(1, 5, TestRecords.into(read))).isEqualTo(3);
            assertThat(read).hasSize(2);
            assertThat(journal.read(2, 1, TestRecords.into(read))).isEqualTo(3);
            assertThat(read).hasSize(3);
        }
    }

    @Test
    default void read_ofWhatIsNotThereYetStays() {
        try (Journal journal = opened()) {
            assertThat(journal.read(1, 100, _ -> {})).isEqualTo(1);
            TestRecords.append(journal, "a", 1);
            assertThat(journal.read(2, 100, _ -> {})).isEqualTo(2);
        }
    }
}
