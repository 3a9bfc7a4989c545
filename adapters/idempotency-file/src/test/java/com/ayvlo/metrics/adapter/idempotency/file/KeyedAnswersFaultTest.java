package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.adapter.idempotency.file.FaultyDisk.Operation;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.tenant.Health;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A disk that fails or is slow. */
@Timeout(60)
class KeyedAnswersFaultTest {
    @TempDir private Path parent;
    private final Node node = new Node();

    private static void assertStopped(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(JournalException.Stopped.class)
                .hasRootCauseMessage("broken disk");
    }

    private void assertStoppedForGood(FileKeyedAnswers answers, KeyedAnswer known) {
        node.disk.repair();
        assertStopped(() -> answers.put(node.answer(100)));
        assertStopped(answers::secure);
        assertThat(answers.hasRoom(Node.TENANT)).isFalse();
        assertThat(answers.check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(answers.check().detail()).contains("broken disk");
        assertThat(answers.find(known.key())).contains(known);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORCE", "FORCE_DIRECTORY"})
    void aFailedFsyncStopsForGood(Operation failing) {
        try (FileKeyedAnswers answers = node.open(parent)) {
            KeyedAnswer known = node.answer(1);
            answers.put(known);
            node.disk.failAt(failing);

            assertStopped(answers::secure);

            assertStoppedForGood(answers, known);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "CREATE"})
    void aFailedWriteStopsForGoodAndInventsNothing(Operation failing) {
        KeyedAnswer known = node.answer(1);
        KeyedAnswer lost = Node.answerAt(2, 40, node.clock.millis() + 3_600_000);
        try (FileKeyedAnswers answers = node.open(parent)) {
            answers.put(known);
            answers.secure();
            node.disk.failAt(failing);

            assertStopped(() -> answers.put(lost));

            assertThat(answers.find(lost.key())).isEmpty();
            assertStoppedForGood(answers, known);
        }
        try (FileKeyedAnswers next = node.open(parent)) {
            assertThat(next.find(known.key())).contains(known);
            assertThat(next.find(lost.key())).isEmpty();
            assertThat(next.check().status()).isEqualTo(Health.Status.UP);
            next.put(lost);
            assertThat(next.find(lost.key())).contains(lost);
        }
    }

    @Test
    void aTornEntryIsPutAgain() {
        KeyedAnswer torn = node.answer(2, 1000);
        try (FileKeyedAnswers answers = node.open(parent)) {
            answers.put(node.answer(1));
            node.disk.failAt(Operation.WRITE);
            assertStopped(() -> answers.put(torn));
            node.disk.repair();
        }
        try (FileKeyedAnswers next = node.open(parent)) {
            assertThat(next.size()).isOne();
            next.put(torn);
            next.secure();
        }
        try (FileKeyedAnswers next = node.open(parent)) {
            assertThat(next.find(torn.key())).contains(torn);
            assertThat(next.check().status()).isEqualTo(Health.Status.UP);
        }
    }

    @Test
    void aFailedMarkStops() {
        try (FileKeyedAnswers answers = node.open(parent)) {
            KeyedAnswer known = node.answer(1);
            answers.put(known);
            node.disk.failAt(Operation.WRITE);

            assertStopped(answers::secure);

            assertStoppedForGood(answers, known);
        }
    }

    @Test
    void aFailedDeleteStops() {
        try (FileKeyedAnswers answers = node.open(parent)) {
            answers.put(node.answer(1));
            answers.secure();
            node.pass(Duration.ofHours(26));
            node.disk.failAt(Operation.DELETE);

            assertStopped(answers::secure);
            assertThat(answers.check().status()).isEqualTo(Health.Status.DOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST", "OPEN", "READ"})
    void whatCannotBeReadIsNotOpened(Operation failing) {
        try (FileKeyedAnswers answers = node.open(parent)) {
            answers.put(node.answer(1));
        }
        node.disk.failAt(failing);
        FileKeyedAnswers next = node.make(parent, 10);

        assertStopped(next::open);

        assertThat(next.check().status()).isEqualTo(Health.Status.DOWN);
        assertThatThrownBy(next::open).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "READ"})
    void anAnswerThatCannotBeReadIsNotUnknown(Operation failing) {
        try (FileKeyedAnswers answers = node.open(parent)) {
            KeyedAnswer known = node.answer(1);
            answers.put(known);
            node.disk.failAt(failing);

            assertStopped(() -> answers.find(known.key()));

            node.disk.repair();
            assertThat(answers.find(known.key())).contains(known);
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> node.open(file)).isInstanceOf(JournalException.Stopped.class);
        assertThatThrownBy(() -> node.open(file.resolve("below")))
                .isInstanceOf(JournalException.Stopped.class);
    }

    @Test
    void putAndFindDoNotWaitForAnFsync() throws Exception {
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (FileKeyedAnswers answers = node.open(parent);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            answers.put(node.answer(1));
            node.disk.fault(
                    operation -> {
                        if (operation == Operation.FORCE) {
                            forcing.countDown();
                            awaitLatch(goOn);
                        }
                    });
            Future<?> secured = executor.submit(answers::secure);
            awaitLatch(forcing);

            answers.put(node.answer(2));
            assertThat(answers.find(Node.key(2))).isPresent();
            assertThat(answers.check().status()).isEqualTo(Health.Status.UP);
            assertThat(answers.hasRoom(Node.TENANT)).isTrue();
            assertThat(secured).isNotDone();

            goOn.countDown();
            secured.get();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void anInterruptDoesNoHarm() {
        try (FileKeyedAnswers answers = node.open(parent)) {
            Thread.currentThread().interrupt();
            answers.put(node.answer(1, 100_000));
            answers.secure();
            assertThat(answers.find(Node.key(1))).isPresent();
            node.pass(Duration.ofHours(26));
            assertThat(answers.check().status()).isEqualTo(Health.Status.UP);
            assertThat(Thread.interrupted()).isTrue();
            answers.put(node.answer(2));
            answers.secure();
            assertThat(answers.find(Node.key(2))).isPresent();
        }
    }
}
