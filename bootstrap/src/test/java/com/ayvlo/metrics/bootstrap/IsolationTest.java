package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** No answer to one tenant holds anything of another. */
@OnEveryStack
class IsolationTest {
    private static final String ADMIN_KEY = "an-admin-key-of-the-test";
    private static final String METRICS =
            """
            {"metrics":[
             {"metric_name":"shared","value":%1$s,"timestamp":"2025-01-15T10:30:00Z",
              "dimensions":{"of":"%2$s","key_%2$s":"x"},"metadata":{"note":"note of %2$s"}},
             {"metric_name":"only_%2$s","value":%1$s,"timestamp":"2025-01-15T10:30:00Z"}]}
            """;

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void neverShowsATenantWhatIsAnothers() {
        ServiceProcess service = services.startProduction(data, "ADMIN_KEY", ADMIN_KEY);
        ApiClient ann = tenant(service, "ann");
        ApiClient bob = tenant(service, "bob");
        ann.post(ApiClient.BATCH, METRICS.formatted("111.25", "canary_ann"));
        bob.post(ApiClient.BATCH, METRICS.formatted("222.75", "canary_bob"));

        assertThat(everything(ann)).anyMatch(text -> text.contains("canary_ann"));
        assertThat(everything(ann)).noneMatch(text -> tells(text, "canary_bob", "222.75"));
        assertThat(everything(bob)).anyMatch(text -> text.contains("canary_bob"));
        assertThat(everything(bob)).noneMatch(text -> tells(text, "canary_ann", "111.25"));
        assertThat(ofNobody(service)).noneMatch(text -> tells(text, "canary_", "111.25"));
        assertThat(service.output()).doesNotContain("canary_", "111.25", "222.75");
    }

    private static boolean tells(String text, String canary, String value) {
        return text.contains(canary) || text.contains(value);
    }

    private static ApiClient tenant(ServiceProcess service, String name) {
        Answer created =
                service.api()
                        .withKey(ADMIN_KEY)
                        .post(
                                ApiClient.TENANTS,
                                "{\"name\":\"%s\",\"retention_days\":null}".formatted(name));
        return service.api().withKey(created.text("api_key"));
    }

    /** Every answer that a tenant can get, also when it knows the other one's names. */
    private static List<String> everything(ApiClient tenant) {
        List<String> answers = new ArrayList<>();
        for (String other : List.of("ann", "bob")) {
            for (String name : List.of("shared", "only_canary_" + other)) {
                answers.add(rawAndAggregate(tenant, name));
                answers.add(tenant.get("/api/v1/metrics/dimensions?metric_name=" + name).body());
                answers.add(
                        tenant.get("/api/v1/metrics/dimensions/values?key=of&metric_name=" + name)
                                .body());
            }
        }
        answers.add(tenant.get("/api/v1/metrics").body());
        answers.add(tenant.get("/api/v1/metrics?prefix=only_").body());
        answers.add(tenant.get(ApiClient.TENANTS).body());
        // Without what the answer says back of the question.
        return answers.stream()
                .map(text -> text.replaceAll("\"metric_name\":\"[^\"]*\"", ""))
                .toList();
    }

    private static String rawAndAggregate(ApiClient tenant, String name) {
        String question =
                """
                {"metric_name":"%s","start_time":"1970-01-01T00:00:00Z",
                 "end_time":"2100-01-01T00:00:00Z","aggregate":%s}
                """;
        String grouped = "true,\"interval\":\"1y\",\"group_by\":[\"of\"]";
        return tenant.post(ApiClient.QUERY, question.formatted(name, "false")).body()
                + tenant.post(ApiClient.QUERY, question.formatted(name, "true,\"interval\":\"1y\""))
                        .body()
                + tenant.post(ApiClient.QUERY, question.formatted(name, grouped)).body();
    }

    private static List<String> ofNobody(ServiceProcess service) {
        return List.of(
                service.api().get("/metrics").body(),
                service.api().get("/health").body(),
                service.api().get("/health/ready").body(),
                service.api().get("/openapi.json").body());
    }
}
