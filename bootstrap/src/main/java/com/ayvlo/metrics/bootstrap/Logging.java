package com.ayvlo.metrics.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: to standard error, as JSON in production and as readable lines in
 * development. Standard output is left to the few lines that a person waits for.
 */
final class Logging {
    private static final String READABLE =
            "%d{HH:mm:ss.SSS} %-5level %logger{0} %msg"
                    + "%replace( %kvp{NONE}){'^ $',''}%replace( %mdc){'^ $',''}%n%ex";

    private Logging() {}

    static void configure(ServiceConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(config, context));
        appender.addFilter(new TurnedAway());
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("com.ayvlo.metrics").setLevel(config.debug() ? Level.DEBUG : Level.INFO);
    }

    private static Encoder<ILoggingEvent> encoder(ServiceConfig config, LoggerContext context) {
        Encoder<ILoggingEvent> encoder =
                switch (config.environment()) {
                    case PRODUCTION -> json();
                    case DEVELOPMENT -> readable();
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        return encoder;
    }

    private static Encoder<ILoggingEvent> readable() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(READABLE);
        return encoder;
    }
}
