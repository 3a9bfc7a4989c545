package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.adapter.idempotency.file.FaultyDisk.Operation;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk that is full for a while. */
@Timeout(60)
class KeyedAnswersFullDiskTest {
    @TempDir private Path parent;
    private final Node node = new Node();

    private void fill(Operation failing) {
        node.disk.fault(
                operation -> {
                    if (operation == failing) {
                        throw new IOException("No space left on device");
                    }
                });
    }

    private static void awaitRoom(FileKeyedAnswers answers) {
        while (!answers.hasRoom(Node.TENANT)) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "CREATE"})
    void whatWasPromisedIsFoundAndWrittenWhenThereIsRoom(Operation failing) {
        List<KeyedAnswer> put = new ArrayList<>();
        try (FileKeyedAnswers answers = node.open(parent)) {
            put.add(node.answer(1));
            put.add(Node.answerAt(2, 40, node.clock.millis() + 3_600_000)); // in a log of its own
            put.add(node.answer(3));
            answers.put(put.get(0));
            fill(failing);
            answers.put(put.get(1));
            answers.put(put.get(2));

            assertThat(answers.hasRoom(Node.TENANT)).isFalse();
            assertThatThrownBy(answers::secure).isInstanceOf(JournalException.Full.class);
            assertThat(answers.check().status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(answers.check().detail()).contains("no room");
            assertThat(answers.size()).isEqualTo(3);
            put.forEach(one -> assertThat(answers.find(one.key())).contains(one));

            node.disk.repair();
            awaitRoom(answers);
            answers.secure();
            assertThat(answers.check().status()).isEqualTo(Health.Status.UP);
            put.add(node.answer(4));
            answers.put(put.get(3));
            answers.secure();
        }
        try (FileKeyedAnswers next = node.open(parent)) {
            assertThat(next.size()).isEqualTo(4);
            put.forEach(one -> assertThat(next.find(one.key())).contains(one));
            assertThat(next.check().status()).isEqualTo(Health.Status.UP);
        }
    }

    @Test
    void aMarkWithoutRoomIsWrittenLater() {
        KeyedAnswer known = node.answer(1);
        try (FileKeyedAnswers answers = node.open(parent)) {
            answers.put(known);
            fill(Operation.WRITE);
            answers.secure(); // what was put has its room; only the mark is missing
            node.disk.repair();
            answers.put(node.answer(2));
            answers.secure();
        }
        try (FileKeyedAnswers next = node.open(parent)) {
            assertThat(next.find(known.key())).contains(known);
            assertThat(next.size()).isEqualTo(2);
        }
    }
}
