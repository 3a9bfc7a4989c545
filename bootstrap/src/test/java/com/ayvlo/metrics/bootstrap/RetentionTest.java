package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** How long metrics are seen. */
@OnEveryStack
class RetentionTest {
    private static final String ADMIN_KEY = "an-admin-key-of-the-test";

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    private ApiClient admin;

    @Test
    void whatIsTooOldIsNeitherTakenNorSeen() {
        ServiceProcess service = services.start(data, "ADMIN_KEY", ADMIN_KEY);
        admin = service.api().withKey(ADMIN_KEY);
        Answer created = tenant("{\"name\":\"Short\",\"retention_days\":1}");
        ApiClient api = service.api().as(created.text("id"));

        Answer fresh = api.post(ApiClient.INGEST, metric(Duration.ofHours(2)));
        Answer old = api.post(ApiClient.INGEST, metric(Duration.ofHours(26)));

        assertThat(fresh.status()).as(fresh.body()).isEqualTo(202);
        assertThat(old.status()).as(old.body()).isEqualTo(422);
        assertThat(old.at("errors/0/pointer")).isEqualTo("/timestamp");
        assertThat(seen(api)).isEqualTo(1);
    }

    @Test
    void shorteningItShowsAtOnce() {
        ServiceProcess service = services.start(data, "ADMIN_KEY", ADMIN_KEY);
        admin = service.api().withKey(ADMIN_KEY);
        Answer created = tenant("{\"name\":\"Long\"}");
        ApiClient api = service.api().as(created.text("id"));
        api.post(ApiClient.INGEST, metric(Duration.ofHours(2)));
        api.post(ApiClient.INGEST, metric(Duration.ofDays(10)));
        assertThat(created.number("retention_days")).isEqualTo(90);
        assertThat(seen(api)).isEqualTo(2);

        Answer changed =
                admin.patch(ApiClient.TENANTS + "/" + created.text("id"), "{\"retention_days\":7}");

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.number("retention_days")).isEqualTo(7);
        assertThat(seen(api)).isEqualTo(1);
        assertThat(api.post(ApiClient.INGEST, metric(Duration.ofDays(10))).status()).isEqualTo(422);
    }

    private Answer tenant(String document) {
        Answer created = admin.post(ApiClient.TENANTS, document);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created;
    }

    private static String metric(Duration old) {
        return "{\"metric_name\":\"kept\",\"value\":1,\"timestamp\":\"%s\"}"
                .formatted(Instant.now().minus(old));
    }

    /** How many metrics raw and aggregated answers tell of; they have to agree. */
    private static int seen(ApiClient api) {
        String question =
                """
                {"metric_name":"kept","start_time":"1970-01-01T00:00:00Z",
                 "end_time":"2100-01-01T00:00:00Z","aggregate":%s}
                """;
        int raw = api.post(ApiClient.QUERY, question.formatted("false")).list("data").size();
        Answer hours = api.post(ApiClient.QUERY, question.formatted("true"));
        assertThat(hours.list("data")).hasSize(raw);
        return raw;
    }
}
