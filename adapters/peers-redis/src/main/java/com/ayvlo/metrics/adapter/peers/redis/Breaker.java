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

    /** Compared by identity: who began before a change changes nothing. */
    private final AtomicReference<State> state = new AtomicReference<>(new Works());

    private final Runnable atFailure;

    /**
     * A breaker that asks.
     *
     * @param atFailure what else to do, once however many fail at the same time
     */
    Breaker(Runnable atFailure) {
        this.atFailure = atFailure;
    }

    /** How it went last. */
    sealed interface State {
        /** What comes after a failure. */
        Fails afterFailure(RuntimeException why);
    }

    /** It answers. */
    record Works() implements State {
        @Override
        public Fails afterFailure(RuntimeException why) {
            long now = System.nanoTime();
            return new Fails(why, now, FIRST_PAUSE, now);
        }
    }

    /**
     * It does not answer.
     *
     * @param why what happened last
     * @param sinceNanos when that began
     * @param pause how long nobody asks
     * @param pausedNanos since when
     */
    record Fails(RuntimeException why, long sinceNanos, Duration pause, long pausedNanos)
            implements State {
        @Override
        public Fails afterFailure(RuntimeException reason) {
            Duration twice = pause.multipliedBy(2);
            return new Fails(
                    reason,
                    sinceNanos,
                    twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE,
                    System.nanoTime());
        }

        private boolean isPause() {
            return System.nanoTime() - pausedNanos < pause.toNanos();
        }

        /** While one tries again the others are kept away as by another pause. */
        private Fails whileOneTries() {
            return new Fails(why, sinceNanos, pause, System.nanoTime());
        }
    }

    /** What is known without asking. */
    State state() {
        return Objects.requireNonNull(state.get());
    }

    /** The answer; empty if there is none, or nobody is to ask now. */
    <T> Optional<T> ask(Supplier<T> question) {
        State now = state();
        if (!(now instanceof Fails fails)) {
            return ask(question, now);
        }
        if (fails.isPause()) {
            return Optional.empty();
        }
        State trying = fails.whileOneTries();
        return state.compareAndSet(now, trying) ? ask(question, trying) : Optional.empty();
    }

    private <T> Optional<T> ask(Supplier<T> question, State begun) {
        try {
            T answer = question.get();
            if (begun instanceof Fails && state.compareAndSet(begun, new Works())) {
                LOG.log(System.Logger.Level.INFO, "Redis answers: nodes know of each other again");
            }
            return Optional.of(answer);
        } catch (RuntimeException failure) {
            failed(begun, failure);
            return Optional.empty();
        }
    }

    private void failed(State begun, RuntimeException failure) {
        if (state.compareAndSet(begun, begun.afterFailure(failure))) {
            atFailure.run();
            if (begun instanceof Works) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Redis {0}: this node knows nothing of others",
                        RedisErrors.words(failure));
            }
        }
    }
}
