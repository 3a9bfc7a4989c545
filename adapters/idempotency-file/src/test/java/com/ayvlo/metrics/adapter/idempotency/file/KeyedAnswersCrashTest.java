package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a killed process and a loss of power leave. */
class KeyedAnswersCrashTest {
    @TempDir private Path parent;
    private final Node node = new Node();

    @Test
    void aKilledProcessLosesNothing() {
        FileKeyedAnswers before = node.open(parent.resolve("before"));
        List<KeyedAnswer> put = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            put.add(node.answer(n, n));
            before.put(put.getLast());
            node.pass(Duration.ofMinutes(1));
        }
        FaultyDisk.copy(parent.resolve("before"), parent.resolve("after"));
        node.restart();

        try (FileKeyedAnswers after = node.open(parent.resolve("after"))) {
            assertThat(put).allSatisfy(one -> assertThat(after.find(one.key())).contains(one));
            assertThat(after.check()).isEqualTo(Health.up("300 of 1000000 answers are remembered"));
        }
        before.close();
    }

    @Test
    void aLossOfPowerLosesNothingThatWasSecured() throws IOException {
        Random random = new Random(5);
        int secured = 0;
        for (int crash = 0; crash < 30; crash++) {
            node.restart();
            FileKeyedAnswers answers = node.open(parent.resolve(String.valueOf(crash)));
            assertSecured(answers, secured);
            int next = secured;
            for (int i = random.nextInt(30); i > 0; i--) {
                answers.put(node.answer(next++, random.nextInt(100)));
                node.pass(Duration.ofMinutes(random.nextInt(3)));
                if (random.nextInt(10) == 0) {
                    answers.secure();
                    secured = next;
                }
            }
            node.disk.copyForced(
                    parent.resolve(String.valueOf(crash)),
                    parent.resolve(String.valueOf(crash + 1)));
            answers.close();
        }
        assertThat(secured).isGreaterThan(100);
    }

    private static void assertSecured(FileKeyedAnswers answers, int secured) {
        for (int n = 0; n < secured; n++) {
            assertThat(answers.find(Node.key(n))).as("answer %d", n).isPresent();
        }
        assertThat(answers.check().status()).isEqualTo(Health.Status.UP);
    }
}
