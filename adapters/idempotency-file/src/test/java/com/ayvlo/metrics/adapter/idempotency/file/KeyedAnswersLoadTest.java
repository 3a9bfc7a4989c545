package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Many answers: 100,000, or five millions with {@code -Dendurance=true}. */
class KeyedAnswersLoadTest {
    private static final int ANSWERS = Boolean.getBoolean("endurance") ? 5_000_000 : 100_000;
    private static final long MOST_BYTES_PER_KEY = 48;

    /** What everything else of the process may take meanwhile. */
    private static final long ALLOWANCE_BYTES = 8L << 20;

    @TempDir private Path directory;
    private final Node node = new Node();

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void manyAnswersTakeNoHeapAndLittleElse() {
        long before = heap();
        FileKeyedAnswers answers = node.make(directory, ANSWERS);
        answers.open();
        for (int n = 0; n < ANSWERS; n++) {
            answers.put(node.answer(n));
            if (n % 10_000 == 0) {
                answers.secure();
            }
        }
        assertThat(heap() - before).isLessThan(ALLOWANCE_BYTES);
        assertThat(answers.indexBytes()).isLessThan(ANSWERS * MOST_BYTES_PER_KEY);
        assertThat(answers.size()).isEqualTo(ANSWERS);
        assertThat(answers.hasRoom(Node.TENANT)).isFalse();
        answers.close();

        try (FileKeyedAnswers after = node.open(directory)) {
            assertThat(after.size()).isEqualTo(ANSWERS);
            for (int n = 0; n < ANSWERS; n += 97) {
                assertThat(after.find(Node.key(n))).contains(node.answer(n));
                assertThat(after.find(Node.key(-n - 1))).isEmpty();
            }
            assertThat(heap() - before).isLessThan(ALLOWANCE_BYTES);
        }
    }
}
