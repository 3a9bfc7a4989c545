package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** That the next process finds what the last one appended. */
public interface JournalRestartContract extends JournalSetup {
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
        List<JournalRecord> appended = TestRecords.fill(before, 20);
        before.close();

        assertGoesOn(next(before), appended);
    }

    @Test
    default void open_afterACrashHandsOverWhatWasAppendedAndGoesOn() {
        try (Journal before = opened()) {
            List<JournalRecord> appended = TestRecords.fill(before, 20);

            assertGoesOn(next(before), appended);
        }
    }

    @Test
    default void open_handsOverWhatIsStoredTooForItMayHoldMore() {
        Journal before = opened();
        JournalRecord stored = TestRecords.append(before, "stored", 2);
        JournalRecord note = TestRecords.append(before, "note", 0);
        JournalRecord half = TestRecords.append(before, "half", 2);
        before.close();

        try (Journal after = next(before)) {
            List<JournalRecord> recovered = new ArrayList<>();
            JournalRecovery recovery = after.open(3, TestRecords.into(recovered));

            assertThat(recovered).containsExactly(stored, note, half);
            assertThat(recovery.records()).isEqualTo(3);
            assertThat(recovery.metrics()).isEqualTo(4);
        }
    }

    @Test
    default void open_numbersBehindWhatIsStored() {
        Journal before = opened();
        TestRecords.append(before, "a", 2);
        before.close();

        try (Journal after = next(before)) {
            JournalRecovery recovery = after.open(1000, _ -> {});
            JournalRecord next = TestRecords.append(after, "b", 1);

            assertThat(next.position()).isEqualTo(1001);
            assertThat(next.sequence()).isGreaterThan(1);
            assertThat(recovery.lastPosition()).isEqualTo(1000);
            assertThat(recovery.lastSequence()).isEqualTo(next.sequence() - 1);
        }
    }

    private static void assertGoesOn(Journal after, List<JournalRecord> appended) {
        try (after) {
            List<JournalRecord> recovered = new ArrayList<>();
            JournalRecovery recovery = after.open(0, TestRecords.into(recovered));

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
            JournalRecord next = TestRecords.append(after, "next", 1);
            assertThat(next.sequence()).isEqualTo(last.sequence() + 1);
            assertThat(next.position()).isEqualTo(last.lastPosition() + 1);
        }
    }
}
