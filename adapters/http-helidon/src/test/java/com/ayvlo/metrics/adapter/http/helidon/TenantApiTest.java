package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class TenantApiTest {
    private static final String ID = "11111111-2222-4333-8444-555555555555";
    private TestApi api;

    @BeforeEach
    void start() {
        api = TestApi.started();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void makesATenantWhoseKeyWorksAtOnce() {
        Answer made = api.admin("POST", TestApi.TENANTS, "{\"name\":\"Acme\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/tenants/" + made.at("id"));
        assertThat(((Map<?, ?>) made.json()).keySet().toArray())
                .containsExactly("id", "name", "status", "retention_days", "api_key");
        assertThat(made.at("status")).isEqualTo("active");
        assertThat(made.at("retention_days")).isEqualTo(90L);
        byte[] metric = "{\"metric_name\":\"m\",\"value\":1}".getBytes(StandardCharsets.UTF_8);
        String key = "Bearer " + made.at("api_key");
        assertThat(api.send("POST", TestApi.INGEST, metric, "Authorization", key).status())
                .isEqualTo(202);
        Answer shown = api.admin("GET", made.header("Location"), null);
        assertThat(shown.at("name")).isEqualTo("Acme");
        assertThat(shown.body()).doesNotContain("api_key");
        assertThat(api.admin("GET", TestApi.TENANTS, null).body()).doesNotContain("api_key");
    }

    @Test
    void takesAnIdAndARetentionAndKnowsThemAgain() {
        String body = "{\"id\":\"" + ID + "\",\"name\":\"Ö 😀\",\"retention_days\":null}";
        Answer made = api.admin("POST", TestApi.TENANTS, body);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("id")).isEqualTo(ID);
        assertThat(made.at("name")).isEqualTo("Ö 😀");
        assertThat(made.at("retention_days")).isNull();
        assertProblem(api.admin("POST", TestApi.TENANTS, body), 409, "tenant-exists");
    }

    @Test
    void changesATenant() {
        api.admin("POST", TestApi.TENANTS, "{\"id\":\"" + ID + "\",\"name\":\"Acme\"}");
        String path = TestApi.TENANTS + '/' + ID;

        Answer suspended = api.admin("PATCH", path, "{\"status\":\"suspended\"}");
        assertThat(suspended.status()).isEqualTo(200);
        assertThat(suspended.at("status")).isEqualTo("suspended");
        assertThat(suspended.at("name")).isEqualTo("Acme");
        assertThat(api.send("GET", "/api/v1/metrics", null, "X-Tenant-ID", ID).status())
                .isEqualTo(403);
        Answer back =
                api.admin(
                        "PATCH",
                        path,
                        "{\"status\":\"active\",\"name\":\"B\",\"retention_days\":7}");
        assertThat(back.at("retention_days")).isEqualTo(7L);
        assertThat(back.at("name")).isEqualTo("B");
        assertThat(api.admin("PATCH", path, "{\"retention_days\":null}").at("retention_days"))
                .isNull();
        assertThat(api.admin("PATCH", path, "{}").at("name")).isEqualTo("B");
    }

    @Test
    void listsTenantsInPages() {
        for (int i = 0; i < 5; i++) {
            api.admin("POST", TestApi.TENANTS, "{\"name\":\"T\"}");
        }
        List<Object> ids = new ArrayList<>();
        Object cursor = null;
        do {
            String page = cursor == null ? "" : "&cursor=" + cursor;
            Answer answer = api.admin("GET", TestApi.TENANTS + "?limit=3" + page, null);
            ((List<?>) answer.at("data")).forEach(each -> ids.add(((Map<?, ?>) each).get("id")));
            cursor = answer.at("next_cursor");
        } while (cursor != null);

        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void isOnlyForWhoeverHoldsTheKey() {
        byte[] body = "{\"name\":\"Acme\"}".getBytes(StandardCharsets.UTF_8);
        String tenant = "Bearer " + TestApi.KEY.reveal();
        for (Answer answer :
                List.of(
                        api.send("POST", TestApi.TENANTS, body),
                        api.send("POST", TestApi.TENANTS, body, "Authorization", tenant),
                        api.send("GET", TestApi.TENANTS, null),
                        api.send("GET", TestApi.TENANTS + '/' + ID, null),
                        api.send("PATCH", TestApi.TENANTS + "/x", body),
                        api.get(TestApi.TENANTS))) {
            assertProblem(answer, 401, "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void doesNotLookAtTenantHeaders() {
        assertThat(
                        api.send(
                                        "GET",
                                        TestApi.TENANTS,
                                        null,
                                        "X-Tenant-ID",
                                        "nonsense",
                                        "Authorization",
                                        "Bearer " + TestApi.ADMIN.reveal())
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|missing-field|/name",
                "{\"name\":null}|invalid-type|/name",
                "{\"name\":\"\"}|invalid-tenant-name|/name",
                "{\"name\":\"a\\u0000\"}|invalid-tenant-name|/name",
                "{\"name\":\"\\ud800\"}|invalid-tenant-name|/name",
                "{\"name\":\"a\",\"nam\":1}|unknown-field|/nam",
                "{\"name\":\"a\",\"status\":\"active\"}|unknown-field|/status",
                "{\"name\":\"a\",\"id\":\"x\"}|invalid-tenant-id|/id",
                "{\"name\":\"a\",\"id\":null}|invalid-type|/id",
                "{\"name\":\"a\",\"retention_days\":0}|invalid-retention|/retention_days",
                "{\"name\":\"a\",\"retention_days\":-1}|invalid-retention|/retention_days",
                "{\"name\":\"a\",\"retention_days\":99999999999999999999}"
                        + "|invalid-retention|/retention_days",
                "{\"name\":\"a\",\"retention_days\":1.5}|invalid-type|/retention_days",
                "{\"name\":\"a\",\"retention_days\":\"90\"}|invalid-type|/retention_days"
            })
    void namesTheFieldThatIsWrong(String body, String code, String pointer) {
        Answer answer = api.admin("POST", TestApi.TENANTS, body);

        assertProblem(answer, 422, code);
        assertThat(answer.at("errors.0.pointer")).isEqualTo(pointer);
    }

    @Test
    void refusesChangesThatAreNone() {
        String path = TestApi.TENANTS + '/' + TestApi.TENANT;
        assertProblem(api.admin("PATCH", path, "{\"id\":\"" + ID + "\"}"), 422, "unknown-field");
        assertProblem(api.admin("PATCH", path, "{\"status\":\"gone\"}"), 422, "invalid-field");
        assertProblem(api.admin("PATCH", path, "["), 400, "invalid-json");
        assertProblem(api.admin("PATCH", TestApi.TENANTS + "/x", "{}"), 400, "invalid-tenant-id");
        assertProblem(api.admin("PATCH", TestApi.TENANTS + '/' + ID, "{}"), 404, "not-found");
        assertProblem(api.admin("GET", TestApi.TENANTS + '/' + ID, null), 404, "not-found");
        assertProblem(
                api.admin("GET", TestApi.TENANTS + "?limit=1001", null), 422, "invalid-limit");
        assertProblem(
                api.admin("GET", TestApi.TENANTS + "?cursor=AXg", null), 422, "invalid-cursor");
    }
}
