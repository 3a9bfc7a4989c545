package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.MutableClock;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A node with a clock and a disk, on which answers are opened again and again. */
final class Node {
    static final TenantId TENANT = new TenantId(new UUID(7, 7));

    final MutableClock clock = MutableClock.at(Instant.parse("2025-01-15T10:20:30Z"));
    final FaultyDisk disk = new FaultyDisk();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

    FileKeyedAnswers make(Path directory, long maxKeys) {
        return new FileKeyedAnswers(
                new FileKeyedAnswersConfig(directory, maxKeys, Duration.ofHours(24)),
                clock,
                nanos::get,
                disk);
    }

    FileKeyedAnswers open(Path directory) {
        FileKeyedAnswers answers = make(directory, 1_000_000);
        answers.open();
        return answers;
    }

    /** Time goes by, on the wall and otherwise. */
    void pass(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    /** The process ends and another one begins: its time has nothing to do with this one's. */
    void restart() {
        nanos.set(new Random(nanos.get()).nextLong());
    }

    KeyedAnswer answer(long n) {
        return answer(n, 40);
    }

    /** An answer of so many bytes, given now. */
    KeyedAnswer answer(long n, int length) {
        return answerAt(n, length, clock.millis());
    }

    static KeyedAnswer answerAt(long n, int length, long epochMillis) {
        byte[] text = new byte[length];
        Random random = new Random(n);
        random.nextBytes(text);
        return new KeyedAnswer(
                key(n),
                TENANT,
                random.nextLong(),
                random.nextLong(),
                epochMillis,
                ByteBuffer.wrap(text));
    }

    static RequestKey key(long n) {
        Random random = new Random(~n);
        return new RequestKey(random.nextLong(), random.nextLong());
    }
}
