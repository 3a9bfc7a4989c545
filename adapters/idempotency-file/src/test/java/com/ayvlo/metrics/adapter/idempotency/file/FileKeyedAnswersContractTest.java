package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.testkit.KeyedAnswersDurabilityContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

class FileKeyedAnswersContractTest implements KeyedAnswersDurabilityContract {
    @TempDir private Path parent;
    private final Node node = new Node();
    private final Map<KeyedAnswers, Path> directories = new HashMap<>();
    private long most;

    @Override
    public KeyedAnswers freshAnswers(long maxKeys) {
        most = maxKeys;
        return made(parent.resolve("fresh"));
    }

    private FileKeyedAnswers made(Path directory) {
        FileKeyedAnswers answers = node.make(directory, most);
        directories.put(answers, directory);
        return answers;
    }

    /** A copy, so that the answers may still be open: that is what a killed process leaves. */
    @Override
    public KeyedAnswers reopen(KeyedAnswers answers) {
        Path copy = parent.resolve(String.valueOf(directories.size()));
        FaultyDisk.copy(directories.get(answers), copy);
        node.restart();
        FileKeyedAnswers next = made(copy);
        next.open();
        return next;
    }

    @Override
    public Instant now() {
        return node.clock.instant();
    }

    @Override
    public void pass(Duration time) {
        node.pass(time);
    }

    @Override
    public void stepClock(Duration step) {
        node.clock.advance(step);
    }
}
