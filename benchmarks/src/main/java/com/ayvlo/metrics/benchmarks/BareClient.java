package com.ayvlo.metrics.benchmarks;

import com.ayvlo.metrics.testkit.servers.ClickHouseServer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What inserting costs ClickHouse at least: gets the rows that the service stored in ClickHouse's
 * own format, sorted, in blocks of equal length in time, and sends them again one after the other.
 */
final class BareClient {
    /** For one block in each answer, and not as many as the server has threads and parts. */
    private static final String IN_ONE_BLOCK =
            "max_block_size=1000000&max_threads=1&optimize_read_in_order=0";

    private static final String COLUMNS =
            "tenant_id, metric_name, timestamp, value, series, metadata, created_at";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ClickHouse clickHouse;
    private final List<Path> blocks = new ArrayList<>();

    BareClient(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** Writes what is stored into files. */
    void take(TimeRange range, int count, Path directory) throws IOException, InterruptedException {
        long all = range.toMillis() - range.fromMillis();
        for (int i = 0; i < count; i++) {
            Path block = directory.resolve("block-" + i);
            String sql =
                    "SELECT %s FROM %s WHERE timestamp >= %s AND timestamp < %s ORDER BY tenant_id, metric_name, timestamp"
                            .formatted(
                                    COLUMNS,
                                    clickHouse.table("metrics"),
                                    time(range.fromMillis() + all * i / count),
                                    time(range.fromMillis() + all * (i + 1) / count));
            send(request(sql, IN_ONE_BLOCK).GET().build(), BodyHandlers.ofFile(block));
            blocks.add(block);
        }
    }

    private static String time(long millis) {
        return "fromUnixTimestamp64Milli(toInt64(%d), 'UTC')".formatted(millis);
    }

    /**
     * Sends all blocks.
     *
     * @param token of this time: blocks with the same are taken once
     */
    void insert(String token) throws IOException, InterruptedException {
        String sql = "INSERT INTO %s (%s)".formatted(clickHouse.table("metrics"), COLUMNS);
        for (int i = 0; i < blocks.size(); i++) {
            String settings = "async_insert=0&insert_deduplication_token=%s-%d".formatted(token, i);
            HttpRequest.BodyPublisher body =
                    BodyPublishers.ofByteArray(Files.readAllBytes(blocks.get(i)));
            send(request(sql, settings).POST(body).build(), BodyHandlers.discarding());
        }
    }

    private HttpRequest.Builder request(String sql, String settings) {
        ClickHouseServer server = clickHouse.server();
        String login = server.user() + ':' + server.password();
        return HttpRequest.newBuilder(
                        URI.create(
                                "http://%s:%d/?%s&query=%s"
                                        .formatted(
                                                server.host(),
                                                server.port(),
                                                settings,
                                                URLEncoder.encode(
                                                        sql + " FORMAT Native",
                                                        StandardCharsets.UTF_8))))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private <T> void send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        int status = http.send(request, handler).statusCode();
        if (status != 200) {
            throw new IllegalStateException("ClickHouse answers " + status);
        }
    }
}
