package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers answers in memory: durable means that {@link #next} has them. An answer is forgotten
 * when it is looked for room and the clock says that it is old enough. Safe for concurrent use.
 */
public final class InMemoryKeyedAnswers implements KeyedAnswers {
    private final long maxKeys;
    private final Duration keep;
    private final InstantSource clock;
    private final Map<RequestKey, KeyedAnswer> answers = new HashMap<>();
    private final Map<RequestKey, KeyedAnswer> secured = new HashMap<>();
    private @Nullable String obstacle = "the answers are not open";

    /** Nothing is remembered yet. */
    public InMemoryKeyedAnswers(long maxKeys, Duration keep, InstantSource clock) {
        this.maxKeys = maxKeys;
        this.keep = keep;
        this.clock = clock;
    }

    /** What the next process finds if the power fails now. Not open yet. */
    public synchronized InMemoryKeyedAnswers next() {
        InMemoryKeyedAnswers next = new InMemoryKeyedAnswers(maxKeys, keep, clock);
        next.answers.putAll(secured);
        next.secured.putAll(secured);
        return next;
    }

    /** From now on nothing is taken, as after a failed fsync. */
    public synchronized void stop(String why) {
        obstacle = why;
    }

    @Override
    public synchronized void open() {
        obstacle = null;
    }

    @Override
    public synchronized Optional<KeyedAnswer> find(RequestKey key) {
        requireOpen();
        return Optional.ofNullable(answers.get(key));
    }

    private void requireOpen() {
        String why = obstacle;
        if (why != null) {
            throw new JournalException.Stopped(why);
        }
    }

    @Override
    public synchronized boolean hasRoom(TenantId tenant) {
        forget();
        long ofTenant =
                answers.values().stream().filter(answer -> answer.tenant().equals(tenant)).count();
        return obstacle == null && answers.size() < maxKeys && ofTenant < maxKeys / 2;
    }

    private void forget() {
        Instant before = clock.instant().minus(keep);
        answers.values().removeIf(answer -> isBefore(answer, before));
        secured.values().removeIf(answer -> isBefore(answer, before));
    }

    private static boolean isBefore(KeyedAnswer answer, Instant before) {
        return Instant.ofEpochMilli(answer.epochMillis()).isBefore(before);
    }

    @Override
    public synchronized void put(KeyedAnswer answer) {
        requireOpen();
        ByteBuffer source = answer.answer();
        ByteBuffer copy = ByteBuffer.allocate(source.remaining()).put(source.duplicate()).flip();
        answers.putIfAbsent(
                answer.key(),
                new KeyedAnswer(
                        answer.key(),
                        answer.tenant(),
                        answer.fingerprintHigh(),
                        answer.fingerprintLow(),
                        answer.epochMillis(),
                        copy));
    }

    @Override
    public synchronized void secure() {
        requireOpen();
        secured.putAll(answers);
    }

    @Override
    public synchronized long size() {
        return answers.size();
    }

    @Override
    public synchronized Health check() {
        forget();
        String why = obstacle;
        if (why != null) {
            return Health.down(why);
        }
        String detail = "%d of %d answers are remembered".formatted(answers.size(), maxKeys);
        return answers.size() < maxKeys ? Health.up(detail) : Health.degraded(detail);
    }

    @Override
    public void close() {
        stop("the answers are closed");
    }
}
