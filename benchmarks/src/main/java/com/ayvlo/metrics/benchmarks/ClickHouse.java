package com.ayvlo.metrics.benchmarks;

import com.ayvlo.metrics.testkit.servers.ClickHouseServer;
import com.ayvlo.metrics.testkit.servers.OwnClickHouse;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The ClickHouse under a service: the one that {@code TEST_CLICKHOUSE_URL} names, else one that is
 * started and ends with this; and a database in it, which is dropped unless an option named it.
 */
final class ClickHouse implements AutoCloseable {
    private static final int POLL_MILLIS = 500;
    private static final int QUIET_POLLS = 6;

    private final ClickHouseServer server;
    private final String database;
    private final boolean kept;
    private final long pid;

    private ClickHouse(ClickHouseServer server, Arguments arguments) {
        this.server = server;
        this.kept = arguments.text("database").isPresent();
        this.database = arguments.text("database").orElseGet(server::newDatabase);
        this.pid =
                server instanceof OwnClickHouse own
                        ? own.pid()
                        : arguments.number("clickhouse-pid", 0);
    }

    static ClickHouse open(Arguments arguments) {
        boolean given = !System.getenv().getOrDefault("TEST_CLICKHOUSE_URL", "").isEmpty();
        return new ClickHouse(given ? ClickHouseServer.shared() : OwnClickHouse.start(), arguments);
    }

    ClickHouseServer server() {
        return server;
    }

    String database() {
        return database;
    }

    /** What tells a service to use it. */
    Map<String, String> variables() {
        return Map.of(
                "STORAGE", "clickhouse",
                "CLICKHOUSE_HOST", server.host(),
                "CLICKHOUSE_PORT", Integer.toString(server.port()),
                "CLICKHOUSE_USER", server.user(),
                "CLICKHOUSE_PASSWORD", server.password(),
                "CLICKHOUSE_DATABASE", database);
    }

    /** The number that is the answer. */
    long number(String sql) {
        return Long.parseLong(server.execute(sql));
    }

    /** The full name of a table. */
    String table(String name) {
        return database + "." + name;
    }

    /**
     * Sends a signal to its process, as {@code kill} does.
     *
     * @throws IllegalStateException if its process is not known
     */
    void signal(String name) throws IOException, InterruptedException {
        if (pid == 0) {
            throw new IllegalStateException("name the process of ClickHouse: --clickhouse-pid");
        }
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    /** CPU seconds of its process so far; not a number if it is not known. */
    double cpuSeconds() {
        return pid == 0 ? Double.NaN : Proc.cpuSeconds(pid);
    }

    /** Waits until it has merged what there is to merge. */
    void settle() throws InterruptedException {
        for (int quiet = 0; quiet < QUIET_POLLS; quiet++) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            if (number("SELECT count() FROM system.merges") > 0) {
                quiet = 0;
            }
        }
    }

    /** Merges each month of a table into one part. */
    void compact(String table) {
        server.execute("OPTIMIZE TABLE %s FINAL".formatted(table(table)));
    }

    /** Bytes on the disk of a table, or of all if it is empty. */
    long bytes(String table) {
        return number(
                "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = '%s'"
                                .formatted(database)
                        + (table.isEmpty() ? "" : " AND table = '" + table + "'"));
    }

    /** How many parts a table has. */
    long parts(String table) {
        return number(
                "SELECT count() FROM system.parts WHERE active AND database = '%s' AND table = '%s'"
                        .formatted(database, table));
    }

    /** Drops all metrics, and waits until it has nothing to do. */
    void empty() throws InterruptedException {
        server.execute("TRUNCATE TABLE " + table("metrics"));
        server.execute("TRUNCATE TABLE " + table("rollups"));
        settle();
    }

    @Override
    public void close() {
        if (!kept) {
            server.execute("DROP DATABASE " + database);
        }
        if (server instanceof OwnClickHouse own) {
            own.close();
        }
    }
}
