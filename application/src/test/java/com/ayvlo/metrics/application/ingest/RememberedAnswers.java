package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Answers in a map; only those that were secured survive a crash. */
final class RememberedAnswers implements KeyedAnswers {
    private final Map<RequestKey, KeyedAnswer> answers = new HashMap<>();
    private final Map<RequestKey, KeyedAnswer> secured = new HashMap<>();
    private boolean room = true;

    /** What the next process finds. */
    synchronized RememberedAnswers next() {
        RememberedAnswers next = new RememberedAnswers();
        next.answers.putAll(secured);
        next.secured.putAll(secured);
        return next;
    }

    synchronized void room(boolean isThere) {
        room = isThere;
    }

    @Override
    public void open() {}

    @Override
    public synchronized Optional<KeyedAnswer> find(RequestKey key) {
        return Optional.ofNullable(answers.get(key));
    }

    @Override
    public synchronized boolean hasRoom(TenantId tenant) {
        return room;
    }

    @Override
    public synchronized void put(KeyedAnswer answer) {
        answers.putIfAbsent(answer.key(), answer);
    }

    @Override
    public synchronized void secure() {
        secured.putAll(answers);
    }

    @Override
    public synchronized long size() {
        return answers.size();
    }

    @Override
    public Health check() {
        return Health.up("in memory");
    }

    @Override
    public void close() {}
}
