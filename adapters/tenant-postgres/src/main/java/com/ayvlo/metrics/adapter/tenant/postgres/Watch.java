package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;

import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Watches the database: makes the first contact and the tables, learns what other nodes change, and
 * finds out when the server is away and when it is back. One thread on one connection, which waits
 * for a notification, and looks without one every second, so that a lost one matters little.
 *
 * <p>While the server is away this thread knocks once a second, and nobody else does.
 */
final class Watch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    private static final int INTERVAL_MILLIS = 1000;
    private static final int MOST_CHANGES = 10_000;

    /** How long whoever comes first waits for the first contact. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Connections connections;
    private final KnownTenants known;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("tenant-watch").unstarted(this::run);
    private final Lock lock = new ReentrantLock();
    private final Condition attempted = lock.newCondition();
    private volatile State state = new Unknown();
    private boolean migrated;

    Watch(Connections connections, KnownTenants known) {
        this.connections = connections;
        this.known = known;
    }

    /** How the server is. */
    sealed interface State {}

    /** Nobody has asked yet, or the first contact is under way. */
    record Unknown() implements State {}

    /**
     * It answers.
     *
     * @param readOnly whether nothing can be changed there
     * @param seenNanos when it last did
     */
    record Up(boolean readOnly, long seenNanos) implements State {}

    /**
     * It does not.
     *
     * @param why what it does instead
     * @param seenNanos when it last did, if ever
     */
    record Away(Exception why, boolean everSeen, long seenNanos) implements State {}

    /** Nobody asks any more. */
    record Closed() implements State {}

    /** How the server is; waits for the first contact, but not for long. */
    State state() {
        if (state instanceof Unknown) {
            awaitFirstContact();
        }
        return state;
    }

    private void awaitFirstContact() {
        lock.lock();
        try {
            if (state instanceof Unknown && thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            long left = PATIENCE.toNanos();
            while (state instanceof Unknown && left > 0) {
                left = attempted.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns if the server can be asked.
     *
     * @throws TenantDirectoryUnavailable at once, while it is away
     */
    void requireUp() {
        switch (state()) {
            case Up _ -> {}
            case Away away -> throw PostgresErrors.unavailable(away.why());
            case Unknown _ -> throw unavailable("PostgreSQL has not answered yet");
            case Closed _ -> throw unavailable("the directory of tenants is closed");
        }
    }

    private static TenantDirectoryUnavailable unavailable(String message) {
        return new TenantDirectoryUnavailable(message, new IllegalStateException(message));
    }

    /** Somebody asked the server in vain. */
    void failed(Exception cause) {
        enter(
                switch (state) {
                    case Up(boolean _, long seen) -> new Away(cause, true, seen);
                    case Away(Exception _, boolean ever, long seen) -> new Away(cause, ever, seen);
                    case Unknown _ -> new Away(cause, false, 0);
                    case Closed end -> end;
                });
    }

    private void enter(State next) {
        lock.lock();
        try {
            if (state instanceof Closed) {
                return;
            }
            log(next);
            state = next;
            attempted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void log(State next) {
        if (next instanceof Away away && !(state instanceof Away)) {
            LOG.log(System.Logger.Level.WARNING, "PostgreSQL " + PostgresErrors.words(away.why()));
        } else if (next instanceof Up && !(state instanceof Up)) {
            LOG.log(System.Logger.Level.INFO, "PostgreSQL answers");
        }
    }

    private void run() {
        try {
            do {
                watchUntilItFails();
            } while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchUntilItFails() {
        try (Handle handle = connections.dedicated()) {
            if (!migrated) {
                connections.migrate();
                migrated = true;
            }
            PGConnection notifications = handle.getConnection().unwrap(PGConnection.class);
            boolean listening = false;
            while (closed.getCount() > 0) {
                boolean readOnly = TenantSql.isReadOnly(handle);
                if (!readOnly && !listening) { // a standby refuses that, and can be read
                    handle.execute("LISTEN ayvlo_metrics_tenants");
                    listening = true;
                }
                refresh(handle);
                enter(new Up(readOnly, System.nanoTime()));
                notifications.getNotifications(INTERVAL_MILLIS);
            }
        } catch (SQLException | RuntimeException failure) {
            failed(PostgresErrors.cause(failure));
        }
    }

    private void refresh(Handle handle) {
        AsOf before = known.asOf();
        AsOf now = TenantSql.asOf(handle);
        if (now.equals(before)) {
            return;
        }
        if (before.isFollowedBy(now)) {
            catchUp(handle, before, now);
        } else {
            known.forget(now);
        }
    }

    private void catchUp(Handle handle, AsOf before, AsOf now) {
        try {
            List<VersionedTenant> changed =
                    TenantSql.changedSince(handle, before.version(), MOST_CHANGES);
            if (changed.size() < MOST_CHANGES) {
                known.apply(now, changed);
            } else {
                known.forget(now);
            }
        } catch (IllegalStateException brokenRow) {
            known.forget(now); // whoever asks for that tenant is told
        }
    }

    @Override
    public void close() {
        enter(new Closed());
        closed.countDown();
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
