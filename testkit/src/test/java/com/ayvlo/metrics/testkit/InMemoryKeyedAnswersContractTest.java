package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.KeyedAnswers;

import java.time.Duration;
import java.time.Instant;

class InMemoryKeyedAnswersContractTest implements KeyedAnswersDurabilityContract {
    private final MutableClock clock = MutableClock.at(Instant.parse("2025-01-15T10:20:30Z"));

    @Override
    public KeyedAnswers freshAnswers(long maxKeys) {
        return new InMemoryKeyedAnswers(maxKeys, Duration.ofHours(24), clock);
    }

    @Override
    public KeyedAnswers reopen(KeyedAnswers answers) {
        InMemoryKeyedAnswers next = ((InMemoryKeyedAnswers) answers).next();
        next.open();
        return next;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public void stepClock(Duration step) {
        clock.advance(step);
    }
}
