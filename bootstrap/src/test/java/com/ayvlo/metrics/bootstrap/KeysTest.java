package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key that administrates, and which proof AUTH_MODE asks for. */
@OnEveryStack
class KeysTest {
    private static final String GIVEN = "a-key-that-was-given";
    private static final String LIST = "/api/v1/metrics";
    private static final Pattern SHOWN = Pattern.compile("key that administrates.*: (\\S+)");

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void makesAnAdminKeyOnceAndShowsItOutsideTheLog() {
        ServiceProcess first = services.startProduction(data);
        Matcher shown = SHOWN.matcher(first.stdout());
        assertThat(shown.find()).as(first.stdout()).isTrue();
        String key = shown.group(1);
        Answer created = first.api().withKey(key).post(ApiClient.TENANTS, "{\"name\":\"A\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(first.stop()).isEqualTo(143);

        ServiceProcess second = services.startProduction(data);

        assertThat(shown.find()).as("shown once").isFalse();
        assertThat(first.stderr()).doesNotContain(key);
        assertThat(second.output()).doesNotContain(key).doesNotContain("administrates");
        assertThat(second.api().withKey(key).get(ApiClient.TENANTS).body())
                .contains(created.text("id"));
        assertThat(second.api().withKey(created.text("api_key")).get(LIST).status()).isEqualTo(200);
    }

    @Test
    void aGivenAdminKeyIsTheOnlyOneAndIsNotShown() {
        ServiceProcess service = services.start(data, "ADMIN_KEY", GIVEN);

        assertThat(service.api().withKey(GIVEN).get(ApiClient.TENANTS).status()).isEqualTo(200);
        assertThat(service.api().withKey("another").get(ApiClient.TENANTS).status()).isEqualTo(401);
        assertThat(service.output()).doesNotContain(GIVEN).doesNotContain("administrates");
    }

    @Test
    void behindAGatewayProductionTrustsTheHeader() {
        ServiceProcess service =
                services.startProduction(data, "ADMIN_KEY", GIVEN, "AUTH_MODE", "trusted-header");
        Answer created = service.api().withKey(GIVEN).post(ApiClient.TENANTS, "{\"name\":\"A\"}");
        ApiClient api = service.api();

        assertThat(api.as(created.text("id")).get(LIST).status()).isEqualTo(200);
        assertThat(api.withKey(created.text("api_key")).get(LIST).status()).isEqualTo(200);
        assertThat(api.get(LIST).status()).isEqualTo(401);
        assertThat(api.asDemo().get(LIST).status()).isEqualTo(403);
    }

    @Test
    void developmentAsksForKeysIfToldTo() {
        ServiceProcess service = services.start(data, "ADMIN_KEY", GIVEN, "AUTH_MODE", "api-key");
        Answer created = service.api().withKey(GIVEN).post(ApiClient.TENANTS, "{\"name\":\"A\"}");

        assertThat(service.demo().get(LIST).status()).isEqualTo(401);
        assertThat(service.api().withKey(created.text("api_key")).get(LIST).status())
                .isEqualTo(200);
        assertThat(service.demo().withKey(created.text("api_key")).get(LIST).status())
                .isEqualTo(403);
    }
}
