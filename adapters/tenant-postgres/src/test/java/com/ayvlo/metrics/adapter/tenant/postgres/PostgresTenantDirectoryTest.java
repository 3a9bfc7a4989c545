package com.ayvlo.metrics.adapter.tenant.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

class PostgresTenantDirectoryTest {
    /** What the port promises. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Tenant ACME = tenant(1, "Acme");
    private static final ApiKeyHash KEY = ApiKey.of("acme").hash();

    private final PostgresConfig config = Databases.fresh();
    private final TenantDirectory node = new PostgresTenantDirectory(config);
    private final TenantDirectory other = new PostgresTenantDirectory(config);

    @BeforeEach
    void createAcme() {
        node.create(ACME, KEY);
        assertThat(other.findById(ACME.id())).contains(ACME);
        assertThat(other.findByKey(KEY)).contains(ACME);
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void seesWhatAnotherNodeChanges() {
        Tenant suspended = ACME.with(TenantStatus.SUSPENDED);

        node.update(suspended);

        assertThat(node.findByKey(KEY)).contains(suspended);
        await("seen by id", () -> other.findById(ACME.id()).orElseThrow().equals(suspended));
        assertThat(other.findByKey(KEY)).contains(suspended);
    }

    @Test
    void seesAtOnceWhatAnotherNodeCreates() {
        Tenant late = tenant(2, "Late");
        ApiKeyHash key = ApiKey.of("late").hash();
        assertThat(other.findById(late.id())).isEmpty();
        assertThat(other.findByKey(key)).isEmpty();

        node.create(late, key);

        assertThat(other.findById(late.id())).contains(late);
        assertThat(other.findByKey(key)).contains(late);
    }

    @Test
    void seesWhatIsChangedByHand() {
        execute("UPDATE ayvlo_metrics.tenants SET retention_days = NULL, name = 'By hand'");

        Tenant changed = ACME.named("By hand").with(Retention.FOREVER);
        for (TenantDirectory each : List.of(node, other)) {
            await("seen", () -> each.findByKey(KEY).orElseThrow().equals(changed));
        }
    }

    @Test
    void takesNoKeyThatWasDeletedByHand() {
        execute("DELETE FROM ayvlo_metrics.api_keys");

        for (TenantDirectory each : List.of(node, other)) {
            await("the key is unknown", () -> each.findByKey(KEY).isEmpty());
            assertThat(each.findById(ACME.id())).contains(ACME);
        }
    }

    @Test
    void forgetsATenantThatWasDeletedByHand() {
        execute("DELETE FROM ayvlo_metrics.api_keys; DELETE FROM ayvlo_metrics.tenants");

        await("the tenant is unknown", () -> other.findById(ACME.id()).isEmpty());
    }

    @Test
    void needsNoNotification() {
        execute(
                """
                CREATE OR REPLACE FUNCTION ayvlo_metrics.note_change() RETURNS trigger AS $$
                BEGIN
                    UPDATE ayvlo_metrics.changes
                    SET version = version + 1 RETURNING version INTO NEW.version;
                    RETURN NEW;
                END
                $$ LANGUAGE plpgsql
                """);

        node.update(ACME.named("Unheard"));

        await("seen", () -> other.findById(ACME.id()).orElseThrow().name().equals("Unheard"));
    }

    @Test
    void believesADatabaseThatWasRestored() {
        execute(
                """
                ALTER TABLE ayvlo_metrics.tenants DISABLE TRIGGER USER;
                UPDATE ayvlo_metrics.tenants SET name = 'Of yesterday', version = 0;
                UPDATE ayvlo_metrics.changes SET version = 0;
                """);

        await("seen", () -> other.findById(ACME.id()).orElseThrow().name().equals("Of yesterday"));
    }

    @Test
    void servesTheOthersWhenARowWasBrokenByHand() {
        Tenant broken = tenant(2, "Broken");
        node.create(broken, ApiKey.of("broken").hash());
        assertThat(other.findById(broken.id())).contains(broken);

        execute(
                "UPDATE ayvlo_metrics.tenants SET name = repeat('😀', 150)"
                        + " WHERE id = '%s'; UPDATE ayvlo_metrics.tenants SET name = 'Changed' WHERE id = '%s'"
                                .formatted(broken.id(), ACME.id()));

        await("seen", () -> other.findById(ACME.id()).orElseThrow().name().equals("Changed"));
        assertThatIllegalStateException()
                .isThrownBy(() -> other.findById(broken.id()))
                .withMessageContaining(broken.id().toString());
        assertThat(other.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void keepsNamesThatMeanSomethingElsewhere() {
        List<String> names =
                List.of(
                        "Robert'); DROP TABLE ayvlo_metrics.tenants;--",
                        ":name ? ?? $1 #{x} ${y} <z>",
                        "NULL",
                        "\\x00 \\u0000 \\",
                        "\u202Eright to left",
                        "\u00A0",
                        "e\u0301 and \u00E9",
                        "😀".repeat(100));
        for (int i = 0; i < names.size(); i++) {
            Tenant tenant = tenant(100 + i, names.get(i));
            assertThat(node.create(tenant, ApiKey.of("name " + i).hash())).isTrue();
            assertThat(other.findById(tenant.id())).contains(tenant);
        }
        assertThat(other.list(tenant(100, "x").id(), 100))
                .extracting(Tenant::name)
                .containsExactlyElementsOf(names);
    }

    @Test
    void answersForMoreTenantsThanItRemembers() {
        try (TenantDirectory small = new PostgresTenantDirectory(config, 10)) {
            List<Tenant> many = IntStream.range(10, 110).mapToObj(i -> tenant(i, "T" + i)).toList();
            many.forEach(t -> assertThat(small.create(t, ApiKey.of(t.name()).hash())).isTrue());

            for (Tenant each : many) {
                assertThat(small.findById(each.id())).contains(each);
                assertThat(small.findByKey(ApiKey.of(each.name()).hash())).contains(each);
            }
            assertThat(small.check().detail()).containsPattern(" ([0-9]|10) tenants in memory");
        }
    }

    /** Each finds no tables, and makes them. */
    @RepeatedTest(3)
    void letsSeveralNodesStartAtOnceOnAnEmptyDatabase() throws Exception {
        PostgresConfig empty = Databases.fresh();
        List<Callable<ApiKeyHash>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ApiKeyHash mine = ApiKey.of("admin " + i).hash();
            starts.add(() -> startAndClaim(empty, mine));
        }
        List<ApiKeyHash> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(starts.size())) {
            for (Future<ApiKeyHash> start : threads.invokeAll(starts)) {
                claimed.add(start.get());
            }
        }
        assertThat(claimed).hasSize(6).containsOnly(claimed.getFirst());
    }

    private static ApiKeyHash startAndClaim(PostgresConfig empty, ApiKeyHash mine) {
        try (TenantDirectory starting = new PostgresTenantDirectory(empty)) {
            Await.until(
                    "the node is up",
                    Duration.ofSeconds(60),
                    () -> starting.check().status() == Health.Status.UP);
            return starting.claimAdminKey(mine);
        }
    }

    @Test
    void saysThatThePasswordIsWrongAndNotWhichItIs() {
        PostgresConfig wrong =
                new PostgresConfig(
                        config.host(), config.port(), config.user(), "gueß", config.database());
        try (TenantDirectory refused = new PostgresTenantDirectory(wrong)) {
            assertThat(refused.check())
                    .isEqualTo(
                            Health.down(
                                    "PostgreSQL at %s:%d refuses the user or the password; no tenant is known"
                                            .formatted(config.host(), config.port())));
            assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                    .isThrownBy(() -> refused.findByKey(KEY))
                    .satisfies(failure -> assertThat(trace(failure)).doesNotContain("gueß"));
        }
        assertThat(wrong.toString()).contains(config.host()).doesNotContain("gueß");
    }

    private static String trace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    @Test
    void saysThatThereIsNoSuchDatabase() {
        PostgresConfig nowhere =
                new PostgresConfig(
                        config.host(), config.port(), config.user(), config.password(), "nowhere");
        try (TenantDirectory missing = new PostgresTenantDirectory(nowhere)) {
            assertThat(missing.check().status()).isEqualTo(Health.Status.DOWN);
            assertThat(missing.check().detail()).contains("has no database of this name");
        }
    }

    /** A failure is logged with its causes, and Jdbi would quote the statement and its values. */
    @Test
    void keepsStatementsAndTheirValuesToItself() {
        execute("DROP TABLE ayvlo_metrics.api_keys");

        assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                .isThrownBy(() -> node.create(tenant(3, "Secret Ltd"), KEY))
                .withMessageContaining("SQLSTATE 42P01")
                .satisfies(
                        failure ->
                                assertThat(trace(failure))
                                        .doesNotContain("Secret")
                                        .doesNotContain("INSERT")
                                        .doesNotContain(KEY.hex()));
        assertThat(node.findById(ACME.id())).contains(ACME);
    }

    @Test
    void refusesPlacesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresConfig(" ", 5432, "u", "p", "d"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresConfig("h", 0, "u", "p", "d"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresConfig("h", 65_536, "u", "p", "d"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresConfig("h", 1, "u", "p", ""));
    }

    private void execute(String sql) {
        Databases.execute(PostgresServer.shared(), config, sql);
    }

    private static void await(String what, BooleanSupplier condition) {
        Await.until(what, FRESH, condition);
    }

    private static Tenant tenant(long number, String name) {
        return new Tenant(
                new TenantId(new UUID(0, number)), name, TenantStatus.ACTIVE, Retention.DEFAULT);
    }
}
