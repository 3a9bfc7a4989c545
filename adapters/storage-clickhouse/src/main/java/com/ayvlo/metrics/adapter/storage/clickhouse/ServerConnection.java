package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.StorageException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.enums.Protocol;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * Runs statements on the server: bounded in number and time, never twice by itself unless it is a
 * question, and stopped there when nobody waits for the answer any more.
 *
 * <p>Safe for concurrent use.
 */
final class ServerConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** What comes on top of the time of a question that was not answered in it. */
    private static final Duration PROBE = Duration.ofMillis(500);

    /** Below what servers keep: one that is used just when it is closed breaks. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    private static final int ATTEMPTS = 3;

    private final ClickHouseConfig config;
    private final TableLayout layout;
    private final Client client;
    private final Work work;
    private volatile boolean closed;

    /** Connects when it is first used. */
    ServerConnection(ClickHouseConfig config) {
        this.config = config;
        this.layout = TableLayout.of(config);
        this.work = new Work(config.connections());
        this.client =
                new Client.Builder()
                        .addEndpoint(Protocol.HTTP, config.host(), config.port(), false)
                        .setUsername(config.user())
                        .setPassword(config.password())
                        .setConnectTimeout(CONNECT.toMillis())
                        .setConnectionRequestTimeout(
                                config.writeTimeout().toMillis(), ChronoUnit.MILLIS)
                        .setMaxConnections(2 * config.connections())
                        .setKeepAliveTimeout(KEEP_ALIVE.toMillis(), ChronoUnit.MILLIS)
                        .setMaxRetries(0)
                        .compressServerResponse(false)
                        .compressClientRequest(false)
                        .setClientName("ayvlo-metrics")
                        .build();
    }

    ClickHouseConfig config() {
        return config;
    }

    /** How the tables lie there. */
    TableLayout layout() {
        return layout;
    }

    /**
     * Asks a question. If the time is over, it is that of the question only where the server
     * answers others.
     *
     * @param rows gets every row, on another thread while this one waits
     * @throws StorageException if it was not answered in full
     */
    void select(Sql sql, Duration timeout, Rows.Reader rows) {
        try {
            ask(sql, timeout, rows);
        } catch (StorageException.TimedOut late) {
            throw Thread.currentThread().isInterrupted() || isAnswering() ? late : silent(late);
        }
    }

    private static StorageException silent(StorageException.TimedOut late) {
        return new StorageException.Unavailable("ClickHouse does not answer in time", late);
    }

    private boolean isAnswering() {
        try {
            ask(layout.version(), PROBE, Rows::text);
            return true;
        } catch (StorageException failure) {
            return false;
        }
    }

    /** The same without a second look. */
    void ask(Sql sql, Duration timeout, Rows.Reader rows) {
        long end = System.nanoTime() + timeout.toNanos();
        boolean[] started = {false};
        for (int attempt = 1; ; attempt++) {
            try {
                run(sql, Duration.ofNanos(Math.max(1, end - System.nanoTime())), started, rows);
                return;
            } catch (ExecutionException failure) {
                // A connection that broke: unlike a block, a question may be asked again.
                if (started[0]
                        || attempt == ATTEMPTS
                        || !ClickHouseErrors.isOfConnection(failure)) {
                    throw ClickHouseErrors.ofQuestion(failure);
                }
            }
        }
    }

    /**
     * Changes something that may be changed twice.
     *
     * @throws StorageException if that is not known to have been done
     */
    void change(Sql sql, Duration timeout) {
        try {
            run(sql, timeout, new boolean[1], row -> row.text());
        } catch (ExecutionException failure) {
            throw ClickHouseErrors.ofChange(failure);
        }
    }

    private void run(Sql sql, Duration timeout, boolean[] started, Rows.Reader reader)
            throws ExecutionException {
        checkOpen();
        String id = UUID.randomUUID().toString();
        work.await(() -> read(sql, settings(sql, id, timeout), started, reader), timeout, stop(id));
    }

    @SuppressWarnings("try") // that closing may be interrupted: this thread never is
    private boolean read(Sql sql, QuerySettings settings, boolean[] started, Rows.Reader reader)
            throws Exception {
        try (QueryResponse response = client.query(sql.text(), sql.parameters(), settings).get()) {
            Rows rows = new Rows(response.getInputStream());
            while (rows.next()) {
                started[0] = true;
                reader.read(rows);
            }
            return started[0];
        }
    }

    private QuerySettings settings(Sql sql, String id, Duration timeout) {
        QuerySettings settings =
                new QuerySettings()
                        .setFormat(ClickHouseFormat.RowBinary)
                        .setDatabase(sql.database().orElse(config.database()))
                        .setQueryId(id)
                        // A failure then shows in the status, not behind half an answer.
                        .waitEndOfQuery(true)
                        .serverSetting("max_execution_time", seconds(timeout))
                        .serverSetting("cancel_http_readonly_queries_on_client_close", "1");
        settings.setNetworkTimeout(timeout.plus(STOP).toMillis(), ChronoUnit.MILLIS);
        layout.settings(timeout).forEach(settings::serverSetting);
        sql.settings().forEach(settings::serverSetting);
        sql.tenant()
                .ifPresent(
                        tenant ->
                                config.rowFilter()
                                        .ifPresent(
                                                filter ->
                                                        RowFilter.of(filter)
                                                                .apply(settings, tenant)));
        return settings;
    }

    /** At least one: none at all would be for ever. */
    private static String seconds(Duration timeout) {
        return Long.toString(Math.max(1, timeout.plusMillis(999).toSeconds()));
    }

    /** Ends a question here and there. */
    private Runnable stop(String id) {
        return () -> {
            client.cancelTransportRequest(id);
            try {
                Sql kill = Sql.ofNoTenant("KILL QUERY WHERE query_id = ").string(id).add(" ASYNC");
                QuerySettings settings = settings(kill, UUID.randomUUID().toString(), STOP);
                client.query(kill.text(), kill.parameters(), settings).get().close();
            } catch (Exception failure) {
                LOG.log(System.Logger.Level.DEBUG, "a query was not killed", failure);
            }
        };
    }

    /**
     * Sends metrics in the format Native.
     *
     * @param token under which a repeat changes nothing
     * @throws StorageException if they are not known to be stored
     */
    void insert(String table, String token, DataStreamWriter metrics, Duration timeout) {
        checkOpen();
        String id = UUID.randomUUID().toString();
        try {
            work.await(
                    () -> {
                        try (InsertResponse _ =
                                client.insert(
                                                table,
                                                NativeBlock.COLUMNS,
                                                metrics,
                                                ClickHouseFormat.Native,
                                                insertSettings(token, id, timeout))
                                        .get()) {
                            return id;
                        }
                    },
                    timeout,
                    () -> client.cancelTransportRequest(id));
        } catch (ExecutionException failure) {
            throw config.cluster().isPresent()
                    ? ClickHouseErrors.ofChangeInParts(failure)
                    : ClickHouseErrors.ofChange(failure);
        }
    }

    /** Whatever decides whether a block is kept once is said, not left to the server's defaults. */
    private InsertSettings insertSettings(String token, String id, Duration timeout) {
        InsertSettings settings =
                new InsertSettings()
                        .setDatabase(config.database())
                        .setQueryId(id)
                        .setDeduplicationToken(token)
                        .serverSetting("async_insert", "0")
                        .serverSetting("wait_for_async_insert", "1")
                        .serverSetting("insert_deduplicate", "1")
                        .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1")
                        .serverSetting("materialized_views_ignore_errors", "0")
                        .serverSetting("wait_end_of_query", "1");
        layout.settings(timeout).forEach(settings::serverSetting);
        settings.setNetworkTimeout(timeout.toMillis(), ChronoUnit.MILLIS);
        return settings;
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageException.Unavailable("the storage is closed");
        }
    }

    /** Ends every use; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            work.close();
            client.close();
        }
    }
}
