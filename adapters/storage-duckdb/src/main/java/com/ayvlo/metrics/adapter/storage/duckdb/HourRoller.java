package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.StorageException;

import org.duckdb.DuckDBAppender;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Computes the numbers of hours that are over and that no block has touched for a while, on threads
 * of its own, in short steps. Only the results pass through the writer's thread, which drops those
 * of hours that were touched meanwhile.
 *
 * <p>Safe for concurrent use.
 */
final class HourRoller implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HourRoller.class.getName());

    /** Most late metrics come within it: before, an hour would be computed twice. */
    private static final Duration CLOSED_FOR = Duration.ofMinutes(1);

    /** While history is loaded, an hour is touched by one block after the other. */
    private static final Duration QUIET_FOR = Duration.ofSeconds(5);

    private static final Duration PASS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofHours(1);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LEAST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Rest after a step, in lengths of the step, while blocks are written: a fifth of a core. */
    private static final int REST_WHILE_WRITING = 4;

    private static final int HOURS_IN_MEMORY = 100_000;
    private static final int MOST_HOURS_AT_ONCE = 4096;

    /** Every step reads the names of all metrics in its time: fewer hours would not be cheaper. */
    private static final int USUAL_HOURS_AT_ONCE = 1024;

    /** A step reads the times between its first and last hour. */
    private static final int LONGEST_SPAN = 31 * 24;

    private final DuckDbDatabase database;
    private final InstantSource clock;
    private final QueryThreads threads = new QueryThreads("duckdb-rollup-", 1);
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("duckdb-rollup-timer").daemon().factory());

    private long[] found = new long[0];
    private int next;
    private int fromHour;
    private long passNanos = System.nanoTime();
    private int hoursAtOnce = USUAL_HOURS_AT_ONCE;
    private int blocksSeen;

    HourRoller(DuckDbDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Starts working. */
    void start() {
        schedule(PASS_INTERVAL.toNanos());
    }

    private void schedule(long nanos) {
        try {
            var _ = timer.schedule(this::runAndSchedule, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: nothing more is to be done.
        }
    }

    private void runAndSchedule() {
        long rest = PASS_INTERVAL.toNanos();
        try {
            rest = runForRest();
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.DEBUG, "hours were not rolled up", e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "hours were not rolled up", e);
        } finally {
            schedule(rest);
        }
    }

    private synchronized long runForRest() {
        long start = System.nanoTime();
        if (next >= found.length) {
            if (start - passNanos < PASS_INTERVAL.toNanos()) {
                return PASS_INTERVAL.toNanos() - (start - passNanos);
            }
            look();
        }
        int blocksBefore = blocksSeen;
        boolean worked = step(QUIET_FOR);
        long took = System.nanoTime() - start;
        if (!worked) {
            return PASS_INTERVAL.toNanos();
        }
        return Math.max(
                LEAST_REST_NANOS, blocksSeen == blocksBefore ? took : took * REST_WHILE_WRITING);
    }

    /** Computes all hours that are over, however lately they were touched; for tests. */
    synchronized void rollUpAll() {
        do {
            fromHour = 0;
            look();
        } while (step(Duration.ZERO) || finishFound());
    }

    private boolean finishFound() {
        boolean worked = false;
        while (next < found.length) {
            worked |= step(Duration.ZERO);
        }
        return worked;
    }

    /** Looks for dirty hours, as many as are kept in memory. */
    private void look() {
        found = new long[0];
        next = 0;
        passNanos = System.nanoTime();
        DuckDbSession session = database.current();
        if (session == null) {
            return;
        }
        var before = clock.instant().minus(CLOSED_FOR).truncatedTo(ChronoUnit.HOURS);
        long[] keys = new long[HOURS_IN_MEMORY];
        int[] count = {0};
        threads.answer(
                session,
                STEP_TIMEOUT,
                run -> {
                    run.select(
                            RollupSql.dirty(fromHour, before, HOURS_IN_MEMORY),
                            row -> keys[count[0]++] = DirtyHours.key(row.getInt(1), row.getInt(2)));
                    return count;
                });
        found = Arrays.copyOf(keys, count[0]);
        // Were the first hours never quiet, the ones behind them would never have their turn.
        fromHour = found.length < HOURS_IN_MEMORY ? 0 : DirtyHours.hour(found[found.length - 1]);
    }

    /** Rolls up the next hours that are quiet; false if none of those found is. */
    private boolean step(Duration quiet) {
        DuckDbSession session = database.current();
        if (session == null) {
            next = found.length;
            return false;
        }
        blocksSeen = session.dirty().blocks();
        long[] due = takeDue(session.dirty().untouchedFor(quiet));
        if (due.length == 0) {
            return false;
        }
        long start = System.nanoTime();
        try {
            rollUp(session, due);
        } catch (StorageException e) {
            hoursAtOnce = Math.max(1, due.length / 4);
            if (due.length == 1) {
                session.dirty().postpone(due[0], RETRY_AFTER);
            }
            throw e;
        }
        adapt(System.nanoTime() - start, due.length);
        return true;
    }

    private void adapt(long nanos, int hours) {
        if (nanos > STEP_NANOS) {
            hoursAtOnce = Math.max(Math.min(hoursAtOnce, USUAL_HOURS_AT_ONCE), hours / 2);
        } else if (nanos < STEP_NANOS / 2 && hours == hoursAtOnce) {
            hoursAtOnce = Math.min(MOST_HOURS_AT_ONCE, hoursAtOnce * 2);
        }
    }

    private long[] takeDue(LongPredicate isDue) {
        long[] due = new long[Math.min(hoursAtOnce, found.length - next)];
        int count = 0;
        while (next < found.length && count < due.length) {
            long key = found[next];
            if (count > 0 && DirtyHours.hour(key) - DirtyHours.hour(due[0]) > LONGEST_SPAN) {
                break;
            }
            next++;
            if (isDue.test(key)) {
                due[count++] = key;
            }
        }
        return Arrays.copyOf(due, count);
    }

    private void rollUp(DuckDbSession session, long[] hours) {
        DirtyHours.Mark mark = session.dirty().mark(); // before the query sees the file
        List<HourRollup> rollups = new ArrayList<>();
        threads.answer(
                session,
                STEP_TIMEOUT,
                run -> {
                    run.select(
                            new RollupSql(hours).numbers(), row -> rollups.add(HourRollup.of(row)));
                    return rollups;
                });
        database.write(
                open -> {
                    if (open.dirty() == session.dirty()) {
                        replace(open, open.dirty().unchangedSince(mark, hours), rollups);
                    }
                    return rollups;
                });
    }

    private static void replace(DuckDbSession session, long[] hours, List<HourRollup> rollups)
            throws SQLException {
        if (hours.length == 0) {
            return;
        }
        Set<Long> wanted =
                Arrays.stream(hours).boxed().collect(Collectors.toCollection(HashSet::new));
        RollupSql sql = new RollupSql(hours);
        session.transaction(
                () -> {
                    session.update(sql.deleteFrom("dirty"));
                    session.update(sql.deleteFrom("rollups"));
                    try (DuckDBAppender appender = session.writer().createAppender("rollups")) {
                        for (HourRollup rollup : rollups) {
                            if (wanted.contains(rollup.key())) {
                                rollup.appendTo(appender);
                            }
                        }
                        appender.flush();
                    }
                });
        session.dirty().cleaned(hours);
    }

    /** Stops; what is being computed is dropped. */
    @Override
    public void close() {
        timer.shutdownNow();
        threads.close();
        timer.close();
    }
}
