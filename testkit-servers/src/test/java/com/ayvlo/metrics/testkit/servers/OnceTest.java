package com.ayvlo.metrics.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

class OnceTest {
    private final AtomicInteger opened = new AtomicInteger();

    @Test
    void opensOnce() {
        Once<Integer> once = new Once<>(opened::incrementAndGet);

        assertThat(opened).hasValue(0);
        assertThat(once.get()).isEqualTo(1);
        assertThat(once.get()).isEqualTo(1);
    }

    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(IllegalStateException::new, AssertionError::new);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsAlikeEveryTimeWithoutAnotherAttempt(Supplier<Throwable> failure) {
        Throwable thrown = failure.get();
        Once<Integer> once =
                new Once<>(
                        () -> {
                            opened.incrementAndGet();
                            throw OnceTest.<RuntimeException>unchecked(thrown);
                        });

        assertThatThrownBy(once::get).isSameAs(thrown);
        assertThatThrownBy(once::get).isSameAs(thrown);
        assertThat(opened).hasValue(1);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
