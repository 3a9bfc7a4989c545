package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** That room is bounded and given back, and that a closed journal takes nothing. */
public interface JournalRoomContract extends JournalSetup {
    @Test
    default void release_keepsWhatIsBehind() {
        Journal before = opened();
        List<JournalRecord> appended = TestRecords.fill(before, 20);
        before.release(appended.get(9).lastPosition());
        List<JournalRecord> read = new ArrayList<>();
        before.read(11, Long.MAX_VALUE, TestRecords.into(read));
        before.close();

        assertThat(read).isEqualTo(appended.subList(10, 20));
        try (Journal after = next(before)) {
            List<JournalRecord> recovered = new ArrayList<>();
            JournalRecovery recovery =
                    after.open(appended.get(9).lastPosition(), TestRecords.into(recovered));
            assertThat(recovered).endsWith(appended.subList(10, 20).toArray(JournalRecord[]::new));
            assertThat(recovery.damages()).isEmpty();
        }
    }

    @Test
    default void release_ofEverythingKeepsTheNumbers() {
        Journal before = opened();
        JournalRecord last = TestRecords.fill(before, 20).getLast();
        before.release(last.lastPosition());
        before.close();

        try (Journal after = next(before)) {
            JournalRecovery recovery = after.open(last.lastPosition(), _ -> {});
            after.release(last.lastPosition());

            assertThat(recovery.lastSequence()).isEqualTo(last.sequence());
            JournalRecord next = TestRecords.append(after, "next", 1);
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
            taken.add(TestRecords.append(journal, "room", 1));
            assertThat(journal.capacity().accepting()).isTrue();
            TestRecords.assertNoGaps(taken);
        }
    }

    @Test
    default void note_hasRoomInAFullJournalAndComesAfterWhatWasAppended() {
        Journal journal = freshJournal(16 << 10);
        journal.open(0, _ -> {});
        List<JournalRecord> taken = new ArrayList<>();
        assertThatThrownBy(() -> fillUp(journal, taken)).isInstanceOf(JournalException.Full.class);

        taken.add(note(journal));
        assertThatThrownBy(() -> TestRecords.append(journal, "x".repeat(100), 1))
                .isInstanceOf(JournalException.Full.class);
        taken.add(note(journal));
        assertThat(journal.capacity().accepting()).isFalse();
        assertThat(journal.capacity().usedBytes())
                .isLessThanOrEqualTo(journal.capacity().maxBytes());
        TestRecords.assertNoGaps(taken);
        journal.close();

        try (Journal after = next(journal)) {
            List<JournalRecord> found = new ArrayList<>();
            assertThat(after.open(0, TestRecords.into(found)).damages()).isEmpty();
            assertThat(found).isEqualTo(taken);
            found.add(note(after));
            after.release(found.getLast().lastPosition());
            found.add(TestRecords.append(after, "room", 1));
            TestRecords.assertNoGaps(found);
        }
    }

    private static JournalRecord note(Journal journal) {
        return journal.note(TestRecords.payload("n".repeat(41)));
    }

    @Test
    default void close_endsEverything() {
        Journal journal = opened();
        TestRecords.append(journal, "a", 1);
        assertThat(journal.check().status()).isEqualTo(Health.Status.UP);

        journal.close();
        journal.close();

        assertThatThrownBy(() -> TestRecords.append(journal, "b", 1))
                .isInstanceOf(JournalException.Stopped.class);
        assertThat(journal.capacity().accepting()).isFalse();
        assertThat(journal.check().status()).isEqualTo(Health.Status.DOWN);
    }

    private static void fillUp(Journal journal, List<JournalRecord> taken) {
        for (int i = 0; i < 10_000; i++) {
            taken.add(TestRecords.append(journal, "x".repeat(100), 1));
        }
    }
}
