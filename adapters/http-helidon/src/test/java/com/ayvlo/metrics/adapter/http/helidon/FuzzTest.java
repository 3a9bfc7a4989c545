package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;

/** Nonsense at every door: it is answered or closed, never a fault, never a hang. */
class FuzzTest {
    private static final int ROUNDS = Boolean.getBoolean("endurance") ? 20_000 : 1500;
    private static final Set<Integer> HTTPS_OWN = Set.of(501, 503, 505);

    private static final String METRIC =
            "{\"metric_name\":\"m\",\"value\":1.5e1,\"timestamp\":\"2025-01-15T10:30:00Z\",\"dimensions\":{\"a\":\"b\",\"ü\":\"\\ud83d\\ude00\"},\"metadata\":{\"k\":\"\\u0000\"}}";
    private static final String RANGE =
            "\"metric_name\":\"m\",\"start_time\":\"2025-01-01T00:00:00Z\",\"end_time\":\"2025-01-16T00:00:00+01:00\"";
    private static final String[] DOCUMENTS = {
        METRIC,
        "{\"metrics\":[" + METRIC + ',' + METRIC + "]}",
        METRIC + '\n' + METRIC,
        "{" + RANGE + ",\"aggregate\":false,\"limit\":10,\"dimensions\":{\"a\":\"b\"}}",
        "{" + RANGE + ",\"aggregate\":true,\"group_by\":[\"a\"],\"aggregations\":[\"p99\"]}",
        "{\"id\":\"11111111-2222-4333-8444-555555555555\",\"name\":\"x\",\"retention_days\":1}"
    };
    private static final String[] PATHS = {
        TestApi.INGEST,
        TestApi.BATCH,
        TestApi.BATCH + "?mode=atomic",
        TestApi.QUERY,
        TestApi.TENANTS,
        TestApi.TENANTS + '/' + TestApi.TENANT,
        "/api/v1/metrics?prefix=a&limit=5",
        "/api/v1/metrics/dimensions?metric_name=m",
        "/api/v1/metrics/dimensions/values?metric_name=m&key=a"
    };
    private static final String[] METHODS = {"POST", "POST", "POST", "GET", "PATCH", "PUT"};
    private static final String[] HEADERS = {
        "X-Tenant-ID", "Authorization", "Content-Type", "Content-Encoding", "Accept",
        "Idempotency-Key", "traceparent", "X-Request-ID", "X-Forwarded-For", "Cookie"
    };
    private static final String[] VALUES = {
        TestApi.TENANT.toString(),
        "Bearer " + TestApi.ADMIN.reveal(),
        "application/json",
        "application/x-ndjson",
        "gzip",
        "zstd",
        "identity",
        "",
        "\"",
        "a,b;c=d",
        "*/*",
        "\t"
    };
    private static final String[] TOKENS = {
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "null", "true", "-", "1e999", "NaN", "\r\n"
    };
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.started();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void answersBrokenDocuments(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = mutated(one(random, DOCUMENTS).getBytes(StandardCharsets.UTF_8), random);
            String path = one(random, PATHS);
            String tenant = TestApi.TENANT.toString();
            String admin = "Bearer " + TestApi.ADMIN.reveal();
            String type = random.nextInt(4) == 0 ? "application/x-ndjson" : "application/json";
            Answer answer =
                    api.send(
                            one(random, METHODS),
                            path,
                            body,
                            "X-Tenant-ID",
                            tenant,
                            "Authorization",
                            admin,
                            "Content-Type",
                            type,
                            "Content-Encoding",
                            random.nextInt(10) == 0 ? one(random, VALUES).strip() : "identity");
            check(answer.status(), answer.header("Content-Type"), answer.body());
        }
        stillAnswers();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void answersOrClosesOnBrokenHttp(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS / 3; i++) {
            String answer = send(mutated(request(random), random));
            if (!answer.isEmpty()) {
                assertThat(answer).startsWith("HTTP/1.1 ");
                int status = Integer.parseInt(answer.substring(9, 12));
                boolean isProblem = answer.contains(Problems.MEDIA_TYPE);
                check(status, isProblem ? Problems.MEDIA_TYPE : "", answer);
            }
        }
        stillAnswers();
    }

    private static void check(int status, String type, String body) {
        assertThat(status < 500 || HTTPS_OWN.contains(status)).as(status + " " + body).isTrue();
        if (status >= 400) {
            assertThat(type).as(body).isEqualTo(Problems.MEDIA_TYPE);
        }
    }

    private static void stillAnswers() {
        assertThat(api.post(TestApi.INGEST, "{\"metric_name\":\"m\",\"value\":1}").status())
                .isEqualTo(202);
    }

    private static byte[] request(Random random) {
        StringBuilder head = new StringBuilder();
        head.append(one(random, METHODS)).append(' ').append(one(random, PATHS));
        head.append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = random.nextInt(5); i > 0; i--) {
            head.append(one(random, HEADERS)).append(": ").append(one(random, VALUES));
            head.append("\r\n");
        }
        String body = one(random, DOCUMENTS);
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (random.nextBoolean()) {
            head.append("Transfer-Encoding: chunked\r\n\r\n").append(Integer.toHexString(length));
            head.append("\r\n").append(body).append("\r\n0\r\n\r\n");
        } else {
            head.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
        }
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Half closed behind the request, so that the server does not wait for the rest of it. */
    private static String send(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(20_000);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                return new String(
                        socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (SocketException reset) {
                return "";
            }
        }
    }

    private static byte[] mutated(byte[] document, Random random) {
        byte[] bytes = document;
        for (int times = random.nextInt(4); times > 0; times--) {
            bytes = mutatedOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutatedOnce(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(12));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> {} // a piece is missing
            case 1 -> { // a piece stands twice
                out.write(bytes, at, end - at);
                out.write(bytes, at, end - at);
            }
            case 2 -> out.write(random.nextInt(256));
            case 3 -> out.writeBytes(one(random, TOKENS).getBytes(StandardCharsets.UTF_8));
            default -> {
                byte[] noise = new byte[random.nextInt(8)];
                random.nextBytes(noise);
                out.writeBytes(noise);
            }
        }
        out.write(bytes, end, bytes.length - end);
        return out.size() == 0 ? new byte[] {' '} : out.toByteArray();
    }

    private static String one(Random random, String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
