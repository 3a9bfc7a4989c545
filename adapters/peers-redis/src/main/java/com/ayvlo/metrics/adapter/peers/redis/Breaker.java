package com.ayvlo.metrics.adapter.peers.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Keeps callers from waiting for a Redis that fails: after a failure nobody asks for a pause, then
 * one of them tries again. Pauses double up to two seconds. Safe for concurrent use; nobody waits
 * for anybody.
 */
final class Breaker {
    private static final System.Logger LOG = System.getLogger(Breaker.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Empty while it answers. Compared by identity: who began before a change changes nothing. */
    private final AtomicReference<Optional<Outage>> outage =
            new AtomicReference<>(Optional.empty());

    private final Runnable atFailure;

    /**
     * A breaker that asks.
     *
     * @param atFailure what else to do, once however many fail at the same time
     */
    Breaker(Runnable atFailure) {
        this.atFailure = atFailure;
    }

    /**
     * A time without answers.
     *
     * @param why what happened last
     * @param sinceNanos when it began
     * @param pause how long nobody asks
     * @param fromNanos since when
     */
    record Outage(RuntimeException why, long sinceNanos, Duration pause, long fromNanos) {
        private boolean isPause() {
            return System.nanoTime() - fromNanos < pause.toNanos();
        }

        /** While one tries again the others are kept away as by another pause. */
        private Outage whileOneTries() {
            return new Outage(why, sinceNanos, pause, System.nanoTime());
        }

        private Outage goesOn(RuntimeException reason) {
            Duration longer = pause.multipliedBy(2);
            return new Outage(
                    reason,
                    sinceNanos,
                    longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE,
                    System.nanoTime());
        }
    }

    /** What is known without asking. */
    Optional<Outage> outage() {
        return Objects.requireNonNull(outage.get());
    }

    /** The answer; empty if there is none, or nobody is to ask now. */
    <T> Optional<T> ask(Supplier<T> question) {
        Optional<Outage> begun = outage();
        if (begun.isPresent()) {
            if (begun.get().isPause()) {
                return Optional.empty();
            }
            Optional<Outage> trying = begun.map(Outage::whileOneTries);
            if (!outage.compareAndSet(begun, trying)) {
                return Optional.empty();
            }
            begun = trying;
        }
        return ask(question, begun);
    }

    private <T> Optional<T> ask(Supplier<T> question, Optional<Outage> begun) {
        try {
            T answer = question.get();
            if (begun.isPresent() && outage.compareAndSet(begun, Optional.empty())) {
                LOG.log(System.Logger.Level.INFO, "Redis answers: nodes know of each other again");
            }
            return Optional.of(answer);
        } catch (RuntimeException failure) {
            failed(begun, failure);
            return Optional.empty();
        }
    }

    private void failed(Optional<Outage> begun, RuntimeException failure) {
        long now = System.nanoTime();
        Outage next =
                begun.map(before -> before.goesOn(failure))
                        .orElseGet(() -> new Outage(failure, now, FIRST_PAUSE, now));
        if (outage.compareAndSet(begun, Optional.of(next))) {
            atFailure.run();
            if (begun.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Redis {0}: this node knows nothing of others",
                        RedisErrors.words(failure));
            }
        }
    }
}
