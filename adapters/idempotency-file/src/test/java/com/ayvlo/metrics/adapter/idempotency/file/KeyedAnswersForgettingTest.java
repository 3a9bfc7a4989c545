package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** When answers are forgotten, and above all when not. */
@Timeout(120)
class KeyedAnswersForgettingTest {
    @TempDir private Path directory;
    private final Node node = new Node();

    private int files() throws IOException {
        return new LocalDisk().list(directory).size();
    }

    private KeyedAnswer put(FileKeyedAnswers answers, long n) {
        KeyedAnswer answer = node.answer(n);
        answers.put(answer);
        return answer;
    }

    @Test
    void hoursGoOneAfterTheOther() throws IOException {
        try (FileKeyedAnswers answers = node.open(directory)) {
            for (int hour = 0; hour < 100; hour++) {
                put(answers, hour);
                answers.secure();
                assertThat(answers.size()).isBetween(Math.min(hour + 1, 25L), 26L);
                assertThat(files()).isEqualTo((int) answers.size());
                node.pass(Duration.ofHours(1));
            }
            assertThat(answers.find(Node.key(99))).isPresent();
            assertThat(answers.find(Node.key(76))).isPresent();
            assertThat(answers.find(Node.key(70))).isEmpty();
        }
    }

    @Test
    void aClockThatRunsAheadMakesNothingForgotten() {
        try (FileKeyedAnswers answers = node.open(directory)) {
            KeyedAnswer before = put(answers, 1);
            node.clock.advance(Duration.ofDays(1000));
            answers.secure();
            answers.check();
            assertThat(answers.find(before.key())).contains(before);
            KeyedAnswer during = put(answers, 2);
            node.pass(Duration.ofHours(23));
            answers.secure();
            node.clock.advance(Duration.ofDays(-1000));
            KeyedAnswer behind = put(answers, 3);
            answers.secure();

            assertThat(answers.find(before.key())).contains(before);
            assertThat(answers.find(during.key())).contains(during);
            assertThat(answers.find(behind.key())).contains(behind);
        }
    }

    @Test
    void aClockThatWasBehindAtFirstKeepsNothingForEver() throws IOException {
        node.clock.advance(Duration.ofDays(-20_000));
        try (FileKeyedAnswers answers = node.open(directory)) {
            put(answers, 1);
            node.clock.advance(Duration.ofDays(20_000));
            put(answers, 2);
            node.pass(Duration.ofHours(26));
            answers.secure();

            assertThat(answers.size()).isZero();
            assertThat(files()).isZero();
        }
    }

    @Test
    void aClockThatIsWrongAtTheStartMakesNothingForgotten() {
        FileKeyedAnswers before = node.open(directory);
        KeyedAnswer known = put(before, 1);
        before.secure();
        before.close();
        node.restart();
        node.clock.advance(Duration.ofDays(3));

        try (FileKeyedAnswers after = node.open(directory)) {
            assertThat(after.find(known.key())).contains(known);
            node.pass(Duration.ofHours(23));
            after.secure();
            assertThat(after.find(known.key())).contains(known);

            node.pass(Duration.ofHours(1).plusMillis(1));
            after.secure();
            assertThat(after.find(known.key())).isEmpty();
        }
    }

    @Test
    void restartsDoNotMakeItYounger() throws IOException {
        for (int hour = 0; hour < 60; hour++) {
            try (FileKeyedAnswers answers = node.open(directory)) {
                put(answers, hour);
                answers.secure();
                assertThat(answers.size()).isLessThanOrEqualTo(28);
            }
            node.restart();
            node.pass(Duration.ofHours(1));
        }
        assertThat(files()).isLessThanOrEqualTo(28);
    }

    @Test
    void whatIsPutLateIsKeptADay() {
        try (FileKeyedAnswers answers = node.open(directory)) {
            KeyedAnswer old =
                    Node.answerAt(1, 10, node.clock.millis() - Duration.ofDays(2).toMillis());
            answers.put(old);
            answers.secure();
            assertThat(answers.find(old.key())).contains(old);
            node.pass(Duration.ofHours(24).plusMillis(1));
            answers.secure();
            assertThat(answers.find(old.key())).isEmpty();

            answers.put(old);
            answers.secure();
            assertThat(answers.find(old.key())).contains(old);
        }
    }

    @Test
    void anHourThatWasForgottenMayComeAgainBeforeItsFilesAreGone() throws IOException {
        FileKeyedAnswers answers = node.make(directory, 2);
        answers.open();
        KeyedAnswer old = put(answers, 1);
        node.pass(Duration.ofHours(26));
        assertThat(answers.hasRoom(Node.TENANT)).isTrue();
        assertThat(files()).isOne();

        answers.put(old);
        assertThat(files()).isEqualTo(2);
        answers.secure();

        assertThat(files()).isOne();
        assertThat(answers.find(old.key())).contains(old);
        answers.close();
        try (FileKeyedAnswers after = node.open(directory)) {
            assertThat(after.find(old.key())).contains(old);
        }
    }

    @Test
    void anyTimeIsTaken() {
        List<Long> times = List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
        FileKeyedAnswers answers = node.open(directory);
        for (int n = 0; n < times.size(); n++) {
            answers.put(Node.answerAt(n, 5, times.get(n)));
        }
        answers.secure();
        answers.close();

        try (FileKeyedAnswers after = node.open(directory)) {
            for (int n = 0; n < times.size(); n++) {
                after.put(Node.answerAt(n, 5, times.get(n)));
            }
            // Far in the past is over at once, as there are later ones: then it was put again.
            assertThat(after.size()).isEqualTo(4);
            assertThat(after.find(Node.key(3)).orElseThrow().epochMillis())
                    .isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void othersFindWhileOnePutsAndForgets() throws Exception {
        AtomicInteger last = new AtomicInteger(-1);
        try (FileKeyedAnswers answers = node.open(directory);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> finders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                finders.add(executor.submit(() -> findUntilTheEnd(answers, last)));
            }
            for (int n = 0; n < 10_000; n++) {
                put(answers, n);
                last.set(n);
                if (n % 200 == 0) {
                    node.pass(Duration.ofHours(1));
                    answers.secure();
                }
            }
            last.set(Integer.MAX_VALUE);
            for (Future<?> finder : finders) {
                finder.get();
            }
            assertThat(answers.check().status()).isEqualTo(Health.Status.UP);
            assertThat(answers.size()).isLessThan(28 * 200);
        }
    }

    /** What is not found has at least 4000 after it by now, which is 20 hours; none is wrong. */
    private static void findUntilTheEnd(FileKeyedAnswers answers, AtomicInteger last) {
        for (int before = 0, n = last.get(); n != Integer.MAX_VALUE; n = last.get()) {
            before = (before + 37) % 8000;
            if (n >= before) {
                Optional<KeyedAnswer> found = answers.find(Node.key(n - before));
                assertThat(found.isPresent() || last.get() - (n - before) > 4000).isTrue();
                found.ifPresent(answer -> assertThat(answer.answer().remaining()).isEqualTo(40));
            }
        }
    }
}
