package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;
import com.github.luben.zstd.Zstd;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

class BodyEncodingTest {
    private static final int MAX = 100_000;
    private static final String METRIC = "{\"metric_name\":\"m\",\"value\":1}";
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi.Setup().config(HttpConfig.defaults().withMaxBodyBytes(MAX)).start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void decodesBothEncodings() {
        assertThat(send("gzip", gzip(METRIC)).status()).isEqualTo(202);
        assertThat(send("x-gzip", gzip(METRIC)).status()).isEqualTo(202);
        assertThat(send("GZIP", gzip(METRIC)).status()).isEqualTo(202);
        assertThat(send("zstd", zstd(METRIC)).status()).isEqualTo(202);
        assertThat(send("identity", bytes(METRIC)).status()).isEqualTo(202);
    }

    @Test
    void readsAllPartsOfABodyThatWasEncodedInParts() {
        String start = "{\"metric_name\":\"m\",";
        String end = "\"value\":1}";
        assertThat(send("gzip", join(gzip(start), gzip(end))).status()).isEqualTo(202);
        assertThat(send("zstd", join(zstd(start), zstd(end))).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd,gzip"})
    void refusesOtherEncodings(String encoding) {
        Answer answer = send(encoding, bytes(METRIC));

        assertProblem(answer, 415, "unsupported-encoding");
        assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip, zstd");
    }

    @Test
    void refusesWhatIsCutOffOrCorrupt() {
        byte[] gzip = gzip(METRIC);
        byte[] zstd = zstd(METRIC.repeat(10));
        assertProblem(send("gzip", bytes(METRIC)), 400, "invalid-encoding");
        assertProblem(send("gzip", new byte[0]), 400, "invalid-encoding");
        assertProblem(send("gzip", Arrays.copyOf(gzip, gzip.length - 3)), 400, "invalid-encoding");
        assertProblem(send("zstd", bytes(METRIC)), 400, "invalid-encoding");
        assertProblem(send("zstd", Arrays.copyOf(zstd, zstd.length - 3)), 400, "invalid-encoding");
        gzip[gzip.length - 6] ^= 1;
        assertProblem(send("gzip", gzip), 400, "invalid-encoding");
    }

    @Test
    void boundsWhatABodyDecodesTo() {
        byte[] bomb = bytes("{\"a\":\"" + "x".repeat(MAX * 100));
        assertProblem(send("gzip", gzip(bomb)), 413, "body-too-large");
        assertProblem(send("zstd", Zstd.compress(bomb)), 413, "body-too-large");
    }

    @Test
    void boundsWhatABodyTakesOnTheWire() {
        byte[] exact = Arrays.copyOf(bytes(METRIC), MAX);
        Arrays.fill(exact, METRIC.length(), MAX, (byte) ' ');
        byte[] over = Arrays.copyOf(exact, MAX + 1);
        over[MAX] = ' ';

        assertThat(send("identity", exact).status()).isEqualTo(202);
        assertProblem(send("identity", over), 413, "body-too-large");
        assertProblem(send("gzip", over), 413, "body-too-large");
    }

    @Test
    void boundsABodyOfUnknownLengthToo() {
        String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        String answer =
                api.raw(
                        "POST /api/v1/metrics/ingest HTTP/1.1\r\nHost: a\r\nX-Tenant-ID: "
                                + TestApi.TENANT
                                + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunk.repeat(4)
                                + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
    }

    @Test
    void refusesAHugeBodyWithoutReadingIt() {
        String answer =
                api.raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"code\":\"body-too-large\"");
    }

    private static Answer send(String encoding, byte[] body) {
        return api.post(TestApi.INGEST, body, "Content-Encoding", encoding);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zstd(String text) {
        return Zstd.compress(bytes(text));
    }

    private static byte[] gzip(String text) {
        return gzip(bytes(text));
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
