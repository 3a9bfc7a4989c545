package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What environment variables do to the process. */
class ConfigurationTest {
    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void saysEverythingThatIsWrongAtOnceAndNoSecret() {
        ServiceProcess service =
                services.launch(
                        data,
                        "PORT",
                        "eight",
                        "AUTH_MODE",
                        "none",
                        "ADMIN_KEY",
                        "hush",
                        "CLICKHOUSE_HOST",
                        "db",
                        "CLICKHOUSE_PORT",
                        "eight",
                        "CLICKHOUSE_PASSWORD",
                        "hush-hush");

        assertThat(service.awaitExit()).isEqualTo(2);
        assertThat(service.stderr())
                .contains("PORT ", "AUTH_MODE ", "ADMIN_KEY ", "CLICKHOUSE_PORT ")
                .doesNotContain("hush", "Exception", "\tat ");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aDirectoryIsForOneProcess() {
        ServiceProcess first = services.start(data);

        ServiceProcess second = services.launch(data);

        assertThat(second.awaitExit()).isEqualTo(2);
        assertThat(second.stderr())
                .contains("DATA_DIR", data.toString(), "in use by another process")
                .doesNotContain("Exception", "\tat ");
        assertThat(first.api().get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void aPortThatIsTakenEndsTheStart() {
        ServiceProcess first = services.start(data.resolve("first"));
        String port = Integer.toString(first.address().getPort());

        ServiceProcess second = services.launch(data.resolve("second"), "PORT", port);

        assertThat(second.awaitExit()).isEqualTo(2);
        assertThat(second.stderr()).contains("PORT " + port, "in use");
        assertThat(second.stdout()).doesNotContain("is ready");
    }

    @Test
    void theBoundsAreWhatTheVariablesSay() {
        ServiceProcess service =
                services.start(
                        data,
                        "MAX_BATCH_METRICS",
                        "3",
                        "MAX_BODY_BYTES",
                        "2048",
                        "MAX_SERIES",
                        "2");
        ApiClient api = service.demo();

        Answer three = api.post(ApiClient.BATCH, batch(3, 1));
        Answer four = api.post(ApiClient.BATCH, batch(4, 1));
        Answer large = api.post(ApiClient.BATCH, batch(1, 1) + " ".repeat(2048));
        byte[] bomb =
                Compressed.gzip(
                        (batch(1, 1) + " ".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
        Answer decoded = api.with("Content-Encoding", "gzip").send("POST", ApiClient.BATCH, bomb);
        Answer series = api.post(ApiClient.BATCH, batch(3, 3));

        assertThat(three.status()).isEqualTo(202);
        assertThat(four.status()).isEqualTo(422);
        assertThat(four.body()).contains("MAX_BATCH_METRICS", "3");
        assertThat(large.status()).isEqualTo(413);
        assertThat(decoded.status()).isEqualTo(413);
        assertThat(series.status()).isEqualTo(202);
        assertThat(series.number("accepted")).isEqualTo(2);
        assertThat(series.at("errors/0/code")).isEqualTo("series-limit");
    }

    /** A batch of this many metrics, of that many series. */
    private static String batch(int metrics, int series) {
        return IntStream.range(0, metrics)
                .mapToObj(
                        i ->
                                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"n\":\"%d\"}}"
                                        .formatted(i % series))
                .collect(Collectors.joining(",", "{\"metrics\":[", "]}"));
    }
}
