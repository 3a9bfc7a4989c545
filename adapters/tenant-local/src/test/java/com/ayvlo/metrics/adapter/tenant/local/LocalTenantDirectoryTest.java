package com.ayvlo.metrics.adapter.tenant.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.UUID;

class LocalTenantDirectoryTest {
    private static final Tenant ACME = tenant(1, "Acme");
    private static final Tenant OTHER = tenant(2, "Öther \"&\" 😀");
    private static final ApiKeyHash ACME_KEY = ApiKey.of("acme").hash();
    private static final ApiKeyHash OTHER_KEY = ApiKey.of("other").hash();
    private static final ApiKeyHash ADMIN_KEY = ApiKey.of("admin").hash();

    @TempDir private Path data;
    private TenantDirectory directory;

    @AfterEach
    void close() {
        if (directory != null) {
            directory.close();
        }
    }

    @Test
    void isATextThatPeopleCanRead() throws IOException {
        openWithBoth();
        directory.update(OTHER.with(TenantStatus.SUSPENDED).with(Retention.FOREVER));

        assertThat(Files.readAllLines(file()))
                .startsWith(
                        "ayvlo-metrics-tenants\t1",
                        "admin-key\t" + ADMIN_KEY.hex(),
                        "tenant\t00000000-0000-0000-0000-000000000001\tactive\t90\tAcme",
                        "tenant\t00000000-0000-0000-0000-000000000002\tsuspended\tforever\t"
                                + OTHER.name())
                .contains("key\t" + OTHER_KEY.hex() + "\t00000000-0000-0000-0000-000000000002")
                .hasSize(7);
    }

    @Test
    void isKeptFromOtherUsersOfTheMachine() throws IOException {
        openWithBoth();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void startsEmptyInADirectoryThatIsNotThere() {
        directory = LocalTenantDirectory.open(data.resolve("a/b"));

        assertThat(directory.list(TenantId.LOWEST, 10)).isEmpty();
        assertThat(directory.check().status()).isEqualTo(Health.Status.UP);
        assertThat(directory.create(ACME, ACME_KEY)).isTrue();
        assertThat(data.resolve("a/b/tenants.tsv")).exists();
    }

    /** The machine stops when the new file was written, whole or in part, and not yet renamed. */
    @Test
    void keepsTheOldFileIfTheMachineStopsBeforeTheRename() throws IOException {
        openWithBoth();
        byte[] before = Files.readAllBytes(file());
        directory.update(ACME.named("Changed"));
        byte[] after = Files.readAllBytes(file());
        directory.close();
        for (int length = 0; length <= after.length; length += 7) {
            Files.write(file(), before);
            Files.write(replacement(), Arrays.copyOf(after, length));

            directory = LocalTenantDirectory.open(data);
            assertThat(directory.findById(ACME.id())).contains(ACME);
            assertThat(directory.update(ACME.named("Again"))).isTrue();
            directory.close();
        }
    }

    @Test
    void servesNobodyFromAFileThatWasCutAnywhere() throws IOException {
        openWithBoth();
        directory.close();
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            malformed(cut);
            if (length % 16 == 0 || length == whole.length - 1) {
                servesNobodyFrom(cut);
            }
        }
    }

    @Test
    void servesNobodyFromAFileWithAnyBitFlipped() throws IOException {
        openWithBoth();
        directory.close();
        byte[] whole = Files.readAllBytes(file());
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            malformed(damaged);
        }
    }

    private static void malformed(byte[] content) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> TenantText.read(content))
                .withMessageMatching("line \\d+: [a-z ,]+");
    }

    private void servesNobodyFrom(byte[] content) throws IOException {
        Files.write(file(), content);
        directory = LocalTenantDirectory.open(data);
        assertThat(directory.check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(directory.check().detail()).contains(file().toString(), "line ");
        unavailable(() -> directory.findById(ACME.id()));
        unavailable(() -> directory.findByKey(OTHER_KEY));
        unavailable(() -> directory.adminKey());
        unavailable(() -> directory.claimAdminKey(ADMIN_KEY));
        unavailable(() -> directory.create(tenant(3, "New"), ADMIN_KEY));
        directory.close();
        assertThat(Files.readAllBytes(file())).isEqualTo(content);
    }

    @Test
    void namesTheLineThatIsDamagedAndNoTenant() throws IOException {
        openWithBoth();
        directory.close();
        Files.writeString(
                file(),
                Files.readString(file()).replace("\tactive\t90\tAcme", "\tactive\t0\tAcme"));

        directory = LocalTenantDirectory.open(data);

        assertThat(directory.check().detail())
                .contains(file().toString(), "line 3")
                .doesNotContain("Acme");
    }

    @Test
    void refusesAFormatThatALaterVersionWrote() throws IOException {
        Files.writeString(file(), "ayvlo-metrics-tenants\t2\nwhatever\n");

        directory = LocalTenantDirectory.open(data);

        assertThat(directory.check().detail()).contains("line 1", "version");
    }

    @Test
    void comesBackWhenTheFileIsRepaired() throws IOException {
        openWithBoth();
        directory.close();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), new byte[] {'?'});
        directory = LocalTenantDirectory.open(data);
        unavailable(() -> directory.findById(ACME.id()));

        Files.write(file(), whole);

        assertThat(directory.check().status()).isEqualTo(Health.Status.UP);
        assertThat(directory.findByKey(ACME_KEY)).contains(ACME);
    }

    @Test
    void isDownWhereTheFileCannotBeRead() throws IOException {
        Files.createDirectory(file());
        directory = LocalTenantDirectory.open(data);

        assertThat(directory.check().status()).isEqualTo(Health.Status.DOWN);
        unavailable(() -> directory.findById(ACME.id()));
    }

    /** A link to a disk that is not mounted is not a first start. */
    @Test
    void isDownWhereTheFileIsALinkToNothing() throws IOException {
        Files.createSymbolicLink(file(), data.resolve("unmounted"));
        directory = LocalTenantDirectory.open(data);

        assertThat(directory.check().status()).isEqualTo(Health.Status.DOWN);
    }

    @Test
    void changesNothingThatCouldNotBeStored() throws IOException {
        openWithBoth();
        Path blocker = Files.createDirectories(replacement().resolve("in the way"));

        unavailable(() -> directory.update(ACME.named("Changed")));
        unavailable(() -> directory.create(tenant(3, "New"), ApiKey.of("new").hash()));

        assertThat(directory.findById(ACME.id())).contains(ACME);
        assertThat(directory.findByKey(ApiKey.of("new").hash())).isEmpty();
        assertThat(directory.check().status()).isEqualTo(Health.Status.DEGRADED);

        Files.delete(blocker);
        assertThat(directory.update(ACME.named("Changed"))).isTrue();
        assertThat(directory.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void keepsASecondProcessOut() {
        openWithBoth();
        try (TenantDirectory second = LocalTenantDirectory.open(data)) {
            assertThat(second.check().detail()).contains("another process");
            unavailable(() -> second.findById(ACME.id()));

            directory.close();

            assertThat(second.check().status()).isEqualTo(Health.Status.UP);
            assertThat(second.findById(ACME.id())).contains(ACME);
        }
    }

    @Test
    void refusesAKeyThatOpensAnothersData() {
        openWithBoth();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> directory.create(tenant(3, "New"), ACME_KEY))
                .withMessage("the key of another tenant");
        assertThat(directory.findByKey(ACME_KEY)).contains(ACME);
        assertThat(directory.findById(tenant(3, "New").id())).isEmpty();
    }

    private void openWithBoth() {
        directory = LocalTenantDirectory.open(data);
        directory.claimAdminKey(ADMIN_KEY);
        directory.create(OTHER, OTHER_KEY);
        directory.create(ACME, ACME_KEY);
    }

    private Path file() {
        return data.resolve("tenants.tsv");
    }

    private Path replacement() {
        return data.resolve("tenants.tsv.new");
    }

    private static Tenant tenant(long number, String name) {
        return new Tenant(
                new TenantId(new UUID(0, number)), name, TenantStatus.ACTIVE, Retention.DEFAULT);
    }

    private static void unavailable(Runnable use) {
        assertThatExceptionOfType(TenantDirectoryUnavailable.class).isThrownBy(use::run);
    }
}
