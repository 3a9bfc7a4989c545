package com.ayvlo.metrics.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class MissingServerTest {
    @ParameterizedTest
    @NullAndEmptySource
    void abortsTheTestOfADeveloper(String ci) {
        assertThat(MissingServer.abort("Redis", "install it", ci))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("Redis")
                .hasMessageContaining("install it");
    }

    @Test
    void failsTheTestOfABuild() {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> MissingServer.abort("Redis", "install it", "true"))
                .withMessageContaining("install it");
    }
}
