package com.ayvlo.metrics.bootstrap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

import java.util.concurrent.RejectedExecutionException;

/**
 * Keeps out of the log what Helidon calls an error: a connection that comes between the end of its
 * threads and that of its socket is turned away. That is so in every stop under load, and whoever
 * came tries again elsewhere.
 */
final class TurnedAway extends Filter<ILoggingEvent> {
    /** Who takes connections. */
    static final String LISTENER = "io.helidon.webserver.ServerListener";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        IThrowableProxy failure = event.getThrowableProxy();
        return event.getLoggerName().equals(LISTENER)
                        && failure != null
                        && failure.getClassName().equals(RejectedExecutionException.class.getName())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
