package com.ayvlo.metrics.adapter.journal.file;

import static com.ayvlo.metrics.adapter.journal.file.Journals.append;
import static com.ayvlo.metrics.adapter.journal.file.Journals.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A disk that refuses, fails or is slow. */
@Timeout(60)
class JournalFaultTest {
    private final MemoryDisk disk = new MemoryDisk();

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean isSegment(String file) {
        return file.endsWith(".journal");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"WRITE", "FORCE"},
            mode = EnumSource.Mode.INCLUDE)
    void aFailureStopsTheJournalForEverybodyAndForGood(MemoryDisk.Operation operation)
            throws Exception {
        FileJournal journal = open(disk).journal();
        JournalRecord before = append(journal, 50, 1);
        CountDownLatch failing = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        disk.fault(
                (happening, file) -> {
                    if (happening == operation && isSegment(file)) {
                        failures.incrementAndGet();
                        awaitLatch(failing);
                        throw new IOException("broken disk");
                    }
                });

        List<Future<Throwable>> waiting = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                waiting.add(executor.submit(() -> catchThrowable(() -> append(journal, 20, 1))));
            }
            await(() -> failures.get() > 0);
            failing.countDown();
        }
        for (Future<Throwable> one : waiting) {
            assertThat(one.get())
                    .isInstanceOf(JournalException.Stopped.class)
                    .hasRootCauseMessage("broken disk");
        }
        disk.fault((_, _) -> {});

        assertThatThrownBy(() -> append(journal, 20, 1))
                .isInstanceOf(JournalException.Stopped.class)
                .hasRootCauseMessage("broken disk");
        assertThat(failures).hasValue(1);
        assertThat(journal.check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(journal.check().detail()).contains("broken disk");
        assertThat(journal.capacity().accepting()).isFalse();
        journal.close();

        Journals.Opened after = open(disk);
        assertThat(after.records()).startsWith(before);
        append(after.journal(), 20, 1);
        after.journal().close();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RENAME", "FORCE_DIRECTORY"})
    void aNewSegmentThatGetsNoNameStopsTheJournal(MemoryDisk.Operation operation) {
        FileJournal journal = open(disk).journal();
        JournalRecord first = append(journal, 500, 1);
        disk.fault(
                (happening, _) -> {
                    if (happening == operation) {
                        throw new IOException("broken disk");
                    }
                });

        assertThatThrownBy(() -> append(journal, 500, 1))
                .isInstanceOf(JournalException.Stopped.class);
        journal.close();
        disk.fault((_, _) -> {});

        Journals.Opened after = open(disk);
        after.journal().close();
        assertThat(after.records()).startsWith(first);
        assertThat(after.recovery().damages()).isEmpty();
    }

    @Test
    void anAppendIsNotToldWhenItFailed() {
        FileJournal journal = open(disk).journal();
        append(journal, 20, 1);
        disk.fault(
                (operation, _) -> {
                    if (operation == MemoryDisk.Operation.FORCE) {
                        throw new IOException("broken disk");
                    }
                });
        List<JournalRecord> told = new ArrayList<>();

        assertThatThrownBy(() -> journal.append(ByteBuffer.allocate(1), 1, told::add))
                .isInstanceOf(JournalException.Stopped.class);
        assertThat(told).isEmpty();
        journal.close();
    }

    @Test
    void aListenerThatThrowsStopsTheJournal() {
        FileJournal journal = open(disk).journal();

        assertThatThrownBy(
                        () ->
                                journal.append(
                                        ByteBuffer.allocate(1),
                                        1,
                                        _ -> {
                                            throw new IllegalStateException("listener");
                                        }))
                .isInstanceOf(JournalException.Stopped.class)
                .hasRootCauseMessage("listener");
        assertThatThrownBy(() -> append(journal, 1, 1))
                .isInstanceOf(JournalException.Stopped.class);
        journal.close();
    }

    @Test
    void writesThatTakeOnlyAFewBytesGoOn() {
        disk.mostBytesWritten(7);
        FileJournal journal = open(disk).journal();
        List<JournalRecord> written = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            written.add(append(journal, i * 10, i));
        }
        journal.close();

        Journals.Opened after = open(disk);
        after.journal().close();
        assertThat(after.records()).isEqualTo(written);
        assertThat(after.recovery().damages()).isEmpty();
    }

    @Test
    void aFullDiskRefusesAndGoesOnWhenThereIsRoom() {
        disk.room(4 * Journals.SEGMENT);
        FileJournal journal = open(disk, Journals.config(1 << 20), 0).journal();
        List<JournalRecord> taken = new ArrayList<>();
        Throwable refused = catchThrowable(() -> appendWithoutEnd(journal, taken));

        assertThat(refused).isInstanceOf(JournalException.Full.class);
        assertThat(journal.capacity().accepting()).isFalse();
        assertThat(journal.check().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(taken).hasSizeGreaterThan(10);

        disk.room(8 * Journals.SEGMENT);
        await(() -> journal.capacity().accepting());
        taken.add(append(journal, 100, 1));
        Journals.Opened killed = open(disk.afterKill());
        killed.journal().close();
        journal.close();
        assertThat(killed.records()).isEqualTo(taken);
        assertThat(killed.recovery().damages()).isEmpty();
    }

    private static void appendWithoutEnd(FileJournal journal, List<JournalRecord> taken) {
        while (taken.size() < 10_000) {
            taken.add(append(journal, 100, 1));
        }
    }

    @Test
    void theRestOfASegmentIsUsedAlthoughTheDiskIsFull() {
        FileJournal journal = open(disk).journal();
        append(journal, 10, 1);
        await(() -> spares() == 2);
        disk.room(0);
        append(journal, 700, 1);

        append(journal, 700, 1); // The file that was made ahead.
        assertThatThrownBy(() -> append(journal, 700, 1)).isInstanceOf(JournalException.Full.class);
        append(journal, 5, 1);
        journal.close();
    }

    /** The next segment, and the file for notes. */
    private long spares() {
        return disk.names().stream().filter(name -> name.endsWith(".spare")).count();
    }

    private static JournalRecord note(FileJournal journal) {
        return journal.note(ByteBuffer.wrap(new byte[41]));
    }

    @Test
    void aNoteHasRoomAlthoughTheDiskIsFull() {
        FileJournal journal = open(disk).journal();
        List<JournalRecord> taken = new ArrayList<>();
        taken.add(append(journal, 700, 1));
        await(() -> spares() == 2);
        disk.room(0);
        taken.add(append(journal, 700, 1));
        assertThatThrownBy(() -> append(journal, 700, 1)).isInstanceOf(JournalException.Full.class);

        for (int i = 0; i < 3; i++) {
            taken.add(note(journal)); // The first ones still fit behind the record.
        }
        assertThatThrownBy(() -> append(journal, 1, 1)).isInstanceOf(JournalException.Full.class);
        MemoryDisk killed = disk.afterKill();
        disk.room(Long.MAX_VALUE);
        await(() -> journal.capacity().accepting());
        taken.add(append(journal, 700, 1));
        journal.close();

        Journals.Opened afterKill = open(killed);
        afterKill.journal().close();
        assertThat(afterKill.records()).isEqualTo(taken.subList(0, 5));
        Journals.Opened after = open(disk);
        after.journal().close();
        assertThat(after.records()).isEqualTo(taken);
    }

    @Test
    void aNoteHasRoomAlthoughTheBoundWasLowered() {
        FileJournal journal = open(disk).journal();
        for (int i = 0; i < 20; i++) {
            append(journal, 700, 1);
        }
        journal.close();

        FileJournal lowered = open(disk, Journals.config(4 * Journals.SEGMENT), 0).journal();
        assertThatThrownBy(() -> append(lowered, 1, 1)).isInstanceOf(JournalException.Full.class);
        assertThat(note(lowered).sequence()).isEqualTo(21);
        lowered.release(20);
        await(() -> lowered.capacity().accepting());
        append(lowered, 1, 1);
        lowered.close();
    }

    @Test
    void aFullDiskIsOpenedReadAndRecovered() {
        FileJournal journal = open(disk).journal();
        JournalRecord kept = append(journal, 100, 1);
        MemoryDisk full = disk.afterKill();
        journal.close();
        full.room(0);

        Journals.Opened opened = open(full);

        assertThat(opened.records()).containsExactly(kept);
        assertThatThrownBy(() -> append(opened.journal(), 100, 1))
                .isInstanceOf(JournalException.Full.class);
        full.room(Long.MAX_VALUE);
        await(() -> opened.journal().capacity().accepting());
        append(opened.journal(), 100, 1);
        opened.journal().close();
    }

    @Test
    void theReserveOfTheDiskIsLeftAlone() {
        disk.room(100 * Journals.SEGMENT);
        FileJournalConfig config =
                new FileJournalConfig(
                        Journals.config(1 << 20).directory(),
                        1 << 20,
                        Journals.SEGMENT,
                        90 * Journals.SEGMENT);
        FileJournal journal = open(disk, config, 0).journal();

        assertThatThrownBy(() -> appendWithoutEnd(journal, new ArrayList<>()))
                .isInstanceOf(JournalException.Full.class)
                .hasMessageContaining("reserved");
        assertThat(disk.usableSpace(config.directory()))
                .isGreaterThanOrEqualTo(config.reserveBytes());
        journal.close();
    }

    @Test
    void whatIsLargerThanASegmentGetsItsOwn() {
        FileJournal journal = open(disk).journal();
        List<JournalRecord> written = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            written.add(append(journal, 100, 1));
            written.add(append(journal, 10_000, 7));
        }
        assertThatThrownBy(() -> append(journal, 2 << 20, 1))
                .isInstanceOf(JournalException.Full.class);
        written.add(append(journal, 100, 1));
        long used = journal.capacity().usedBytes();
        MemoryDisk killed = disk.afterKill();
        journal.close();

        Journals.Opened after = open(killed);
        assertThat(after.records()).isEqualTo(written);
        after.journal().release(written.getLast().lastPosition());
        assertThat(after.journal().capacity().usedBytes()).isLessThan(used - 50_000);
        after.journal().close();
    }

    @Test
    void aSlowFsyncIsSharedByAllThatWait() {
        FileJournal journal = open(disk).journal();
        append(journal, 20, 1);
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger forces = new AtomicInteger();
        disk.fault(
                (operation, file) -> {
                    if (operation == MemoryDisk.Operation.FORCE && isSegment(file)) {
                        forces.incrementAndGet();
                        awaitLatch(slow);
                    }
                });
        ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        waiting.add(Thread.currentThread());
                                        append(journal, 1, 1);
                                    }));
        }
        await(
                () ->
                        waiting.size() == 17
                                && waiting.stream()
                                        .allMatch(
                                                thread ->
                                                        thread.getState() == Thread.State.WAITING));
        slow.countDown();
        threads.forEach(Threads::join);

        assertThat(forces).hasValueBetween(1, 3);
        journal.close();
    }

    @Test
    void anInterruptedAppenderStillGetsItsRecord() {
        FileJournal journal = open(disk).journal();
        Thread.currentThread().interrupt();

        JournalRecord record = append(journal, 1, 1);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(record.sequence()).isEqualTo(1);
        Thread.currentThread().interrupt();
        journal.release(1);
        journal.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void damageThatComesToLightLaterIsShown() {
        FileJournal journal = open(disk).journal();
        append(journal, 50, 1);
        append(journal, 50, 1);
        String segment = Segment.name(1);
        byte[] bytes = disk.get(segment);
        bytes[SegmentHeader.BYTES + RecordHeader.BYTES] ^= 1;
        disk.put(segment, bytes);
        List<JournalRecord> read = new ArrayList<>();

        assertThat(journal.read(1, 1000, read::add)).isEqualTo(3);

        assertThat(read).extracting(JournalRecord::sequence).containsExactly(2L);
        assertThat(journal.check().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(journal.check().detail()).contains(segment);
        journal.close();
    }

    @Test
    void isOpenedOnceAndUsedOnlyThen() {
        FileJournal journal = new FileJournal(Journals.config(1 << 20), disk);
        assertThatThrownBy(() -> append(journal, 1, 1))
                .isInstanceOf(JournalException.Stopped.class);
        assertThat(journal.check().status()).isEqualTo(Health.Status.DOWN);
        journal.open(0, _ -> {});
        assertThatThrownBy(() -> journal.open(0, _ -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> append(journal, 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        journal.close();
        new FileJournal(Journals.config(1 << 20), disk).close();
    }

    @Test
    void aReaderIsToldThatARecordWasReleased() {
        FileJournal journal = open(disk).journal();
        for (int i = 0; i < 30; i++) {
            append(journal, 100, 1);
        }
        journal.release(20);

        assertThatThrownBy(() -> journal.read(1, 1, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("released");
        journal.close();
    }
}
