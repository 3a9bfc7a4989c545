package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

class TurnedAwayTest {
    private final TurnedAway filter = new TurnedAway();

    @Test
    void onlyAConnectionThatIsTurnedAwayIsNoError() {
        assertThat(reply(TurnedAway.LISTENER, new RejectedExecutionException()))
                .isEqualTo(FilterReply.DENY);
        assertThat(reply(TurnedAway.LISTENER, new IOException())).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply(TurnedAway.LISTENER, null)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("another", new RejectedExecutionException()))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply reply(String name, @Nullable Throwable failure) {
        Logger logger = new LoggerContext().getLogger(name);
        return filter.decide(new LoggingEvent("", logger, Level.ERROR, "a message", failure, null));
    }
}
