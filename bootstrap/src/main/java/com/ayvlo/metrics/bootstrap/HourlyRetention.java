package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.application.retention.EnforceRetention;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Deletes what is too old once an hour. */
final class HourlyRetention implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HourlyRetention.class.getName());
    private static final long FIRST_MINUTES = 1;
    private static final long EVERY_MINUTES = 60;

    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("retention").factory());
    private final EnforceRetention enforceRetention;

    private HourlyRetention(EnforceRetention enforceRetention) {
        this.enforceRetention = enforceRetention;
    }

    static HourlyRetention start(EnforceRetention enforceRetention) {
        HourlyRetention hourly = new HourlyRetention(enforceRetention);
        var _ =
                hourly.schedule.scheduleWithFixedDelay(
                        hourly::run, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
        return hourly;
    }

    private void run() {
        try {
            EnforceRetention.Pass pass = enforceRetention.enforce();
            LOG.log(
                    System.Logger.Level.INFO,
                    "retention deleted {0} metrics",
                    Long.toString(pass.deleted()));
            pass.first().ifPresent(failure -> log(pass.failed(), failure));
        } catch (RuntimeException failure) { // an exception would end the schedule
            LOG.log(System.Logger.Level.WARNING, "retention will be tried again", failure);
        }
    }

    private static void log(int failed, EnforceRetention.Failure first) {
        LOG.log(
                System.Logger.Level.WARNING,
                "retention will be tried again for %d tenants, first %s"
                        .formatted(failed, first.tenant()),
                first.cause());
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
