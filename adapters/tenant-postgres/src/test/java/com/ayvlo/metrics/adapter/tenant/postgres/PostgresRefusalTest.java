package com.ayvlo.metrics.adapter.tenant.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.servers.Await;
import com.ayvlo.metrics.testkit.servers.PostgresServer;
import com.ayvlo.metrics.testkit.servers.SlowLine;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** The server is there, and refuses or dawdles. Each test leaves it as it was. */
class PostgresRefusalTest {
    private static final Tenant ACME = tenant(1);
    private static final ApiKeyHash KEY = ApiKey.of("acme").hash();
    private static final Duration BACK = Duration.ofSeconds(10);

    /** What the breaker of a look-up allows: two seconds to connect, and a busy machine. */
    private static final Duration IN_TIME = Duration.ofSeconds(4);

    private static PostgresServer server;

    private final PostgresConfig config = Databases.fresh(server);
    private Connection byHand;

    @BeforeAll
    static void start() {
        server = PostgresServer.own();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Of another database: what happens to this one does not concern it. */
    @BeforeEach
    void connect() throws SQLException {
        byHand = server.connect("postgres");
    }

    @AfterEach
    void disconnect() throws SQLException {
        byHand.close();
    }

    private static Tenant tenant(long id) {
        return new Tenant(
                new TenantId(new UUID(0, id)), "Acme", TenantStatus.ACTIVE, Retention.DEFAULT);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = byHand.createStatement()) {
            statement.execute(sql.formatted(config.database()));
        }
    }

    /** New settings hold for new connections. */
    private void hangUp() throws SQLException {
        execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                        + " AND usename = current_user");
    }

    private static TenantDirectory knowing(PostgresConfig config) {
        TenantDirectory directory = new PostgresTenantDirectory(config);
        directory.create(ACME, KEY);
        assertThat(directory.findByKey(KEY)).contains(ACME);
        return directory;
    }

    private static void awaitDegraded(TenantDirectory directory, String why) {
        Await.until(
                "degraded, for it " + why,
                BACK,
                () ->
                        directory.check().status() == Health.Status.DEGRADED
                                && directory.check().detail().contains(why));
    }

    private static void awaitUp(TenantDirectory directory) {
        Await.until("up", BACK, () -> directory.check().status() == Health.Status.UP);
        assertThat(directory.findById(tenant(2).id())).isEmpty();
    }

    private static void assertServesOnlyTheKnown(TenantDirectory directory) {
        assertThat(directory.findByKey(KEY)).contains(ACME);
        long start = System.nanoTime();
        assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                .isThrownBy(() -> directory.findById(tenant(2).id()));
        assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                .isThrownBy(() -> directory.create(tenant(2), ApiKey.of("two").hash()));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
    }

    @Test
    void aPasswordThatWasChangedIsSaidAndHeals() throws SQLException {
        try (TenantDirectory directory = knowing(config)) {
            execute("ALTER ROLE CURRENT_USER PASSWORD 'another'");
            try {
                hangUp();
                awaitDegraded(directory, "refuses the user or the password");
                assertServesOnlyTheKnown(directory);
            } finally {
                execute(
                        "ALTER ROLE CURRENT_USER PASSWORD '%s'"
                                .formatted(
                                        server.password().replace("'", "''").replace("%", "%%")));
            }
            awaitUp(directory);
        }
    }

    @Test
    void aDatabaseThatTakesNoConnectionsIsAwayAndHeals() throws SQLException {
        try (TenantDirectory directory = knowing(config)) {
            execute("ALTER DATABASE %s ALLOW_CONNECTIONS false");
            hangUp();
            awaitDegraded(directory, "others are not");
            assertServesOnlyTheKnown(directory);

            execute("ALTER DATABASE %s ALLOW_CONNECTIONS true");
            awaitUp(directory);
        }
    }

    @Test
    void aDatabaseThatMayOnlyBeReadFindsTenantsAndChangesNone() throws SQLException {
        try (TenantDirectory directory = knowing(config)) {
            execute("ALTER DATABASE %s SET default_transaction_read_only = on");
            hangUp();
            awaitDegraded(directory, "may only be read");

            try (TenantDirectory second = new PostgresTenantDirectory(config)) {
                assertThat(second.findByKey(KEY)).contains(ACME);
                assertThat(second.check().status()).isEqualTo(Health.Status.DEGRADED);
            }
            assertThat(directory.findById(tenant(2).id())).isEmpty();
            assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                    .isThrownBy(() -> directory.create(tenant(2), ApiKey.of("two").hash()))
                    .withMessageContaining("may only be read");

            execute("ALTER DATABASE %s RESET default_transaction_read_only");
            hangUp();
            awaitUp(directory);
            Await.until("changed", BACK, () -> isCreated(directory, tenant(2)));
        }
    }

    private static boolean isCreated(TenantDirectory directory, Tenant tenant) {
        try {
            return directory.create(tenant, ApiKey.of("two").hash());
        } catch (TenantDirectoryUnavailable brokenConnection) {
            return false;
        }
    }

    @Test
    void answersThatAreLateHoldUpNobodyWhoIsKnown() {
        try (SlowLine line = SlowLine.to(server.host(), server.port());
                TenantDirectory directory =
                        knowing(
                                new PostgresConfig(
                                        server.host(),
                                        line.port(),
                                        config.user(),
                                        config.password(),
                                        config.database()))) {
            line.delay(Duration.ofSeconds(3));
            awaitDegraded(directory, "does not answer in time");
            assertServesOnlyTheKnown(directory);

            line.delay(Duration.ZERO);
            awaitUp(directory);
        }
    }
}
