package com.ayvlo.metrics.adapter.client.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Asks Redis, unless it failed a moment ago: then nobody asks for a pause, and after it one caller
 * tries again. The pause doubles with each failure in a row, up to two seconds. Safe for concurrent
 * use; nobody waits for anybody.
 */
final class Breaker {
    private static final System.Logger LOG = System.getLogger(Breaker.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final AtomicReference<State> state = new AtomicReference<>(new Up());
    private final Runnable atFailure;
    private final GuardedRedis.Purpose purpose;

    /**
     * A breaker that asks.
     *
     * @param atFailure what else to do, once however many fail at the same time
     */
    Breaker(Runnable atFailure, GuardedRedis.Purpose purpose) {
        this.atFailure = atFailure;
        this.purpose = purpose;
    }

    /**
     * A new object with every change, compared by identity: of many who fail at the same time only
     * the first makes a change, and who began before an outage does not end it.
     */
    sealed interface State {}

    /** It answers. */
    record Up() implements State {}

    /**
     * It failed.
     *
     * @param why how it did last
     * @param sinceNanos when it did first
     * @param pause how long nobody asks
     * @param pausedNanos since when nobody asks
     * @param probed whether one is asking again
     */
    record Down(
            RuntimeException why, long sinceNanos, Duration pause, long pausedNanos, boolean probed)
            implements State {
        static Down first(RuntimeException why) {
            long now = System.nanoTime();
            return new Down(why, now, FIRST_PAUSE, now, false);
        }

        Down again(RuntimeException reason) {
            Duration twice = pause.multipliedBy(2);
            Duration next = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
            return new Down(reason, sinceNanos, next, System.nanoTime(), false);
        }

        Down probing() {
            return new Down(why, sinceNanos, pause, pausedNanos, true);
        }

        boolean mayBeProbed() {
            return !probed && System.nanoTime() - pausedNanos >= pause.toNanos();
        }
    }

    /** How it is, as far as is known without asking. */
    State state() {
        return Objects.requireNonNull(state.get());
    }

    /** What it answers; empty if it fails, or is not to be asked now. */
    <T> Optional<T> ask(Supplier<T> question) {
        Optional<State> begun = begin();
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        try {
            T answer = question.get();
            succeeded(begun.get());
            return Optional.of(answer);
        } catch (RuntimeException failure) {
            failed(begun.get(), failure);
            return Optional.empty();
        } catch (Error fatal) {
            failed(begun.get(), new IllegalStateException(fatal)); // else it were probed for ever
            throw fatal;
        }
    }

    /** The state to ask in. */
    private Optional<State> begin() {
        return switch (state()) {
            case Up up -> Optional.of(up);
            case Down down when down.mayBeProbed() -> {
                Down probing = down.probing();
                yield state.compareAndSet(down, probing) ? Optional.of(probing) : Optional.empty();
            }
            case Down _ -> Optional.empty();
        };
    }

    private void succeeded(State begun) {
        if (begun instanceof Down && state.compareAndSet(begun, new Up())) {
            LOG.log(System.Logger.Level.INFO, "Redis {0} again", purpose.served());
        }
    }

    private void failed(State begun, RuntimeException failure) {
        Down next =
                switch (begun) {
                    case Up _ -> Down.first(failure);
                    case Down down -> down.again(failure);
                };
        if (state.compareAndSet(begun, next)) {
            atFailure.run();
            if (begun instanceof Up) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Redis {0}: {1}",
                        RedisErrors.words(failure),
                        purpose.missed());
            }
        }
    }
}
