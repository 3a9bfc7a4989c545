package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What the contracts of {@link KeyedAnswersContract} need to know of who keeps them. */
public interface KeyedAnswersSetup {
    /** More than any of these tests puts. */
    long ROOMY = 1_000_000;

    /** Long enough that whatever was remembered before may be forgotten. */
    Duration MORE_THAN_A_DAY = Duration.ofHours(26);

    /** Nothing remembered, bounded to this many, and not open yet. */
    KeyedAnswers freshAnswers(long maxKeys);

    /** What the clock shows. */
    Instant now();

    /** So much time goes by. */
    void pass(Duration time);

    /** Somebody sets the clock by this much, forwards or back. */
    void stepClock(Duration step);

    /** Opens what remembers nothing. */
    default KeyedAnswers opened(long maxKeys) {
        KeyedAnswers answers = freshAnswers(maxKeys);
        answers.open();
        return answers;
    }

    /** The answer to request n of a tenant, given now. */
    default KeyedAnswer answer(TenantId tenant, long n) {
        return answer(new RequestKey(n, -n), tenant, "{\"accepted\":" + n + "}");
    }

    /** The answer of this text to a request of this key, given now. */
    default KeyedAnswer answer(RequestKey key, TenantId tenant, String text) {
        return new KeyedAnswer(
                key,
                tenant,
                key.high() * 31,
                key.low() * 37,
                now().toEpochMilli(),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Puts the answer to request n of a tenant. */
    default KeyedAnswer put(KeyedAnswers answers, TenantId tenant, long n) {
        KeyedAnswer answer = answer(tenant, n);
        answers.put(answer);
        return answer;
    }
}
