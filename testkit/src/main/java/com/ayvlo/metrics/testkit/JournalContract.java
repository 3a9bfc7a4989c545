package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalListener;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What every journal promises; damage and failures of the disk are tested where there is a disk.
 */
public interface JournalContract {
    /** More than any of these tests writes. */
    long ROOMY = 64L << 20;

    /** An empty journal that is not open yet and may grow to this size. */
    Journal freshJournal(long maxBytes);

    /**
     * What the next process finds where this journal is, as of now: the journal may be closed, or
     * still open as if its process were killed. Not open yet.
     */
    Journal next(Journal journal);

    /** Opens an empty journal. */
    private Journal opened() {
        Journal journal = freshJournal(ROOMY);
        journal.open(0, _ -> {});
        return journal;
    }

    private static ByteBuffer payload(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JournalRecord append(Journal journal, String text, int metrics) {
        return journal.append(payload(text), metrics, _ -> {});
    }

    private static JournalListener into(List<JournalRecord> records) {
        return records::add;
    }

    @Test
    default void append_numbersRecordsAndMetricsWithoutGaps() {
        try (Journal journal = opened()) {
            assertThat(append(journal, "a", 3)).isEqualTo(new JournalRecord(1, 1, 3, payload("a")));
            assertThat(append(journal, "b", 0)).isEqualTo(new JournalRecord(2, 4, 0, payload("b")));
            assertThat(append(journal, "", 1)).isEqualTo(new JournalRecord(3, 4, 1, payload("")));
            assertThat(append(journal, "d", 1)).isEqualTo(new JournalRecord(4, 5, 1, payload("d")));
        }
    }

    @Test
    default void append_takesThePayloadFromPositionToLimit() {
        try (Journal journal = opened()) {
            ByteBuffer direct = ByteBuffer.allocateDirect(9).put(payload("[payload]"));
            direct.position(1).limit(8);
            ByteBuffer readOnly = payload("[payload]").position(1).limit(8).asReadOnlyBuffer();

            journal.append(direct, 1, _ -> {});
            journal.append(readOnly, 1, _ -> {});

            List<JournalRecord> read = new ArrayList<>();
            journal.read(1, Long.MAX_VALUE, into(read));
            assertThat(read)
                    .extracting(JournalRecord::payload)
                    .containsExactly(payload("payload"), payload("payload"));
            assertThat(direct.remaining()).isEqualTo(7);
        }
    }

    @Test
    default void append_tellsTheListenerBeforeItReturns() {
        try (Journal journal = opened()) {
            List<JournalRecord> told = new ArrayList<>();

            JournalRecord record = journal.append(payload("a"), 2, into(told));

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
                                    payload(thread + " " + i),
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
            assertNoGaps(told);
            List<JournalRecord> read = new ArrayList<>();
            journal.read(1, Long.MAX_VALUE, into(read));
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

    private static void assertNoGaps(List<JournalRecord> records) {
        long sequence = 1;
        long position = 1;
        for (JournalRecord record : records) {
            assertThat(record.sequence()).isEqualTo(sequence++);
            assertThat(record.position()).isEqualTo(position);
            position += record.metrics();
        }
    }

    @Test
    default void open_ofNothingFindsNothing() {
        try (Journal journal = freshJournal(ROOMY)) {
            assertThat(journal.open(0, _ -> {}))
                    .isEqualTo(new JournalRecovery(0, 0, 0, 0, List.of()));
        }
    }

    @Test
    default void open_handsOverWhatWasAppendedAndGoesOn() {
        Journal before = opened();
        List<JournalRecord> appended = fill(before, 20);
        before.close();

        assertGoesOn(next(before), appended);
    }

    @Test
    default void open_afterACrashHandsOverWhatWasAppendedAndGoesOn() {
        try (Journal before = opened()) {
            List<JournalRecord> appended = fill(before, 20);

            assertGoesOn(next(before), appended);
        }
    }

    private static List<JournalRecord> fill(Journal journal, int records) {
        return new ArrayList<>(
                IntStream.range(0, records).mapToObj(i -> append(journal, "r" + i, i)).toList());
    }

    private static void assertGoesOn(Journal after, List<JournalRecord> appended) {
        try (after) {
            List<JournalRecord> recovered = new ArrayList<>();
            JournalRecovery recovery = after.open(0, into(recovered));

            assertThat(recovered).isEqualTo(appended);
            JournalRecord last = appended.getLast();
            assertThat(recovery)
                    .isEqualTo(
                            new JournalRecovery(
                                    appended.size(),
                                    last.lastPosition(),
                                    last.sequence(),
                                    last.lastPosition(),
                                    List.of()));
            JournalRecord next = append(after, "next", 1);
            assertThat(next.sequence()).isEqualTo(last.sequence() + 1);
            assertThat(next.position()).isEqualTo(last.lastPosition() + 1);
        }
    }

    @Test
    default void open_handsOverWhatIsStoredTooForItMayHoldMore() {
        Journal before = opened();
        JournalRecord stored = append(before, "stored", 2);
        JournalRecord note = append(before, "note", 0);
        JournalRecord half = append(before, "half", 2);
        before.close();

        try (Journal after = next(before)) {
            List<JournalRecord> recovered = new ArrayList<>();
            JournalRecovery recovery = after.open(3, into(recovered));

            assertThat(recovered).containsExactly(stored, note, half);
            assertThat(recovery.records()).isEqualTo(3);
            assertThat(recovery.metrics()).isEqualTo(4);
        }
    }

    @Test
    default void open_numbersBehindWhatIsStored() {
        Journal before = opened();
        append(before, "a", 2);
        before.close();

        try (Journal after = next(before)) {
            JournalRecovery recovery = after.open(1000, _ -> {});
            JournalRecord next = append(after, "b", 1);

            assertThat(next.position()).isEqualTo(1001);
            assertThat(next.sequence()).isGreaterThan(1);
            assertThat(recovery.lastPosition()).isEqualTo(1000);
            assertThat(recovery.lastSequence()).isEqualTo(next.sequence() - 1);
        }
    }

    @Test
    default void read_goesOnWhereItStopped() {
        try (Journal journal = opened()) {
            List<JournalRecord> appended = fill(journal, 30);
            List<JournalRecord> read = new ArrayList<>();

            long next = 1;
            for (int calls = 0; calls < 100 && next <= 30; calls++) {
                next = journal.read(next, 5, into(read));
            }

            assertThat(next).isEqualTo(31);
            assertThat(read).isEqualTo(appended);
        }
    }

    @Test
    default void read_stopsAfterTheRecordThatReachesTheBytes() {
        try (Journal journal = opened()) {
            append(journal, "four", 1);
            append(journal, "four", 1);
            append(journal, "four", 1);
            List<JournalRecord> read = new ArrayList<>();

            assertThat(journal.read(1, 5, into(read))).isEqualTo(3);
            assertThat(read).hasSize(2);
            assertThat(journal.read(2, 1, into(read))).isEqualTo(3);
            assertThat(read).hasSize(3);
        }
    }

    @Test
    default void read_ofWhatIsNotThereYetStays() {
        try (Journal journal = opened()) {
            assertThat(journal.read(1, 100, _ -> {})).isEqualTo(1);
            append(journal, "a", 1);
            assertThat(journal.read(2, 100, _ -> {})).isEqualTo(2);
        }
    }

    @Test
    default void release_keepsWhatIsBehind() {
        Journal before = opened();
        List<JournalRecord> appended = fill(before, 20);
        before.release(appended.get(9).lastPosition());
        List<JournalRecord> read = new ArrayList<>();
        before.read(11, Long.MAX_VALUE, into(read));
        before.close();

        assertThat(read).isEqualTo(appended.subList(10, 20));
        try (Journal after = next(before)) {
            List<JournalRecord> recovered = new ArrayList<>();
            JournalRecovery recovery = after.open(appended.get(9).lastPosition(), into(recovered));
            assertThat(recovered).endsWith(appended.subList(10, 20).toArray(JournalRecord[]::new));
            assertThat(recovery.damages()).isEmpty();
        }
    }

    @Test
    default void release_ofEverythingKeepsTheNumbers() {
        Journal before = opened();
        JournalRecord last = fill(before, 20).getLast();
        before.release(last.lastPosition());
        before.close();

        try (Journal after = next(before)) {
            JournalRecovery recovery = after.open(last.lastPosition(), _ -> {});
            after.release(last.lastPosition());

            assertThat(recovery.lastSequence()).isEqualTo(last.sequence());
            JournalRecord next = append(after, "next", 1);
            assertThat(next.sequence()).isEqualTo(last.sequence() + 1);
            assertThat(next.position()).isEqualTo(last.lastPosition() + 1);
        }
    }

    @Test
    default void capacity_isBoundedAndRoomComesBack() {
        try (Journal journal = freshJournal(16 << 10)) {
            journal.open(0, _ -> {});
            assertThat(journal.capacity().accepting()).isTrue();
            List<JournalRecord> taken = new ArrayList<>();
            assertThatThrownBy(() -> fillUp(journal, taken))
                    .isInstanceOf(JournalException.Full.class);

            assertThat(taken).hasSizeBetween(4, 200);
            assertThat(journal.capacity().accepting()).isFalse();
            assertThat(journal.capacity().usedBytes())
                    .isLessThanOrEqualTo(journal.capacity().maxBytes());
            assertThat(journal.check().status()).isEqualTo(Health.Status.DEGRADED);

            journal.release(taken.getLast().lastPosition());
            taken.add(append(journal, "room", 1));
            assertThat(journal.capacity().accepting()).isTrue();
            assertNoGaps(taken);
        }
    }

    private static void fillUp(Journal journal, List<JournalRecord> taken) {
        for (int i = 0; i < 10_000; i++) {
            taken.add(append(journal, "x".repeat(100), 1));
        }
    }

    @Test
    default void close_endsEverything() {
        Journal journal = opened();
        append(journal, "a", 1);
        assertThat(journal.check().status()).isEqualTo(Health.Status.UP);

        journal.close();
        journal.close();

        assertThatThrownBy(() -> append(journal, "b", 1))
                .isInstanceOf(JournalException.Stopped.class);
        assertThat(journal.capacity().accepting()).isFalse();
        assertThat(journal.check().status()).isEqualTo(Health.Status.DOWN);
    }
}
