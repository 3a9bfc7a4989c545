package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@OnEveryStack
class RestartTest {
    private static final String QUERY =
            """
            {"metric_name":"kept","start_time":"2025-01-01T00:00:00Z",
             "end_time":"2025-02-01T00:00:00Z","aggregate":%s}
            """;

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void theAnswersAreTheSameAfterARestart() {
        ServiceProcess first = services.start(data);
        for (int i = 0; i < 5; i++) {
            first.demo().post(ApiClient.INGEST, metric(i));
        }
        String raw = first.demo().post(ApiClient.QUERY, QUERY.formatted("false")).body();
        String hours = first.demo().post(ApiClient.QUERY, QUERY.formatted("true")).body();
        assertThat(first.stop()).isEqualTo(143);

        ServiceProcess second = services.start(data);

        assertThat(raw).contains("\"n\":\"4\"");
        assertThat(second.demo().post(ApiClient.QUERY, QUERY.formatted("false")).body())
                .isEqualTo(raw);
        assertThat(second.demo().post(ApiClient.QUERY, QUERY.formatted("true")).body())
                .isEqualTo(hours);
        assertThat(first.stderr()).contains("stopped").doesNotContain("ERROR", "WARN");
        assertThat(second.stderr()).doesNotContain("ERROR", "WARN");
    }

    private static String metric(int number) {
        return """
        {"metric_name":"kept","value":%1$d,"timestamp":"2025-01-15T10:30:00Z",
         "dimensions":{"region":"eu"},"metadata":{"n":"%1$d"}}
        """
                .formatted(number);
    }
}
