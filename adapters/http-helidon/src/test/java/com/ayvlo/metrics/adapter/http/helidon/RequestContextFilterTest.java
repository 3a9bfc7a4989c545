package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import com.ayvlo.metrics.domain.tenant.TenantId;

import io.helidon.http.HttpException;
import io.helidon.http.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

class RequestContextFilterTest {
    private static final TenantId TENANT = TenantId.parse("00000000-0000-4000-8000-000000000001");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Logger access = (Logger) LoggerFactory.getLogger("com.ayvlo.metrics.access");
    private final Lines lines = new Lines();
    private final ObserveServer server =
            new ObserveServer(
                    List.of(),
                    routing ->
                            routing.get(
                                            "/context/{id}",
                                            (_, response) -> {
                                                RequestContextFilter.tenant(TENANT);
                                                response.send(
                                                        MDC.get("request_id")
                                                                + ' '
                                                                + MDC.get("trace_id")
                                                                + ' '
                                                                + MDC.get("tenant_id"));
                                            })
                                    .get(
                                            "/bare",
                                            (_, response) ->
                                                    response.send(
                                                            String.valueOf(MDC.get("tenant_id"))))
                                    .get(
                                            "/teapot",
                                            (_, _) -> {
                                                throw new HttpException(
                                                        "short", Status.create(418));
                                            })
                                    .get(
                                            "/broken",
                                            (_, _) -> {
                                                throw new IllegalStateException("secret");
                                            })
                                    .addFilter(
                                            (chain, request, _) -> {
                                                if (request.headers().contains(BLOCK)) {
                                                    throw new HttpException(
                                                            "no", Status.FORBIDDEN_403);
                                                }
                                                chain.proceed();
                                            }));

    private static final io.helidon.http.HeaderName BLOCK =
            io.helidon.http.HeaderNames.create("X-Block");

    /** What the access log says, in its order, whichever thread says it. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }

        private ILoggingEvent next() throws InterruptedException {
            return events.poll(10, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        access.setLevel(Level.DEBUG);
        access.addAppender(lines);
    }

    @AfterEach
    void stop() {
        access.detachAppender(lines);
        access.setLevel(null);
        server.close();
    }

    private static String header(HttpResponse<?> answer, String name) {
        assertThat(answer.headers().allValues(name)).hasSize(1);
        return answer.headers().firstValue(name).orElseThrow();
    }

    @Test
    void keepsTheIdOfTheRequest() {
        HttpResponse<String> answer = server.get("/context/1", "X-Request-ID", "My.id_-1");

        assertThat(header(answer, "X-Request-ID")).isEqualTo("My.id_-1");
        assertThat(answer.body()).startsWith("My.id_-1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with blank",
                "semi;colon",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void givesAnIdInsteadOfOneThatItDoesNotAccept(String sent) {
        HttpResponse<String> answer = server.get("/context/1", "X-Request-ID", sent);

        assertThat(header(answer, "X-Request-ID")).matches("[0-9a-f]{32}");
        assertThat(answer.body()).startsWith(header(answer, "X-Request-ID") + ' ');
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bare", "/teapot", "/broken", "/nowhere", "/health", "/metrics"})
    void givesEveryAnswerAnIdAndATrace(String path) {
        HttpResponse<String> answer = server.get(path);

        assertThat(header(answer, "X-Request-ID")).matches("[0-9a-f]{32}");
        assertThat(TraceContext.parse(header(answer, "traceparent"))).isPresent();
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void goesOnWithTheTraceOfTheCaller() {
        String parent = "00-" + TRACE + "-b7ad6b7169203331-01";
        HttpResponse<String> answer = server.get("/context/1", "traceparent", parent);

        assertThat(answer.body()).contains(' ' + TRACE + ' ');
        assertThat(header(answer, "traceparent"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .isNotEqualTo(parent);
    }

    @Test
    void startsATraceIfTheCallersIsNotValid() {
        HttpResponse<String> answer =
                server.get("/context/1", "traceparent", "ff-" + TRACE + "-b7ad6b7169203331-01");

        assertThat(header(answer, "traceparent")).doesNotContain(TRACE);
    }

    @Test
    void forgetsTheTenantAfterTheRequest() {
        assertThat(server.get("/context/1").body()).endsWith(TENANT.toString());
        assertThat(server.get("/bare").body()).isEqualTo("null");
    }

    @Test
    void logsALineWithoutAnythingThatTheCallerChose() throws InterruptedException {
        server.get("/context/top-secret?password=1", "X-Request-ID", "r1");

        ILoggingEvent line = lines.next();

        assertThat(line.getLevel()).isEqualTo(Level.INFO);
        assertThat(line.getFormattedMessage()).isEqualTo("request");
        assertThat(fields(line))
                .containsEntry("method", "GET")
                .containsEntry("route", "/context/{id}")
                .containsEntry("status", 200)
                .containsKeys("ms", "bytes")
                .hasSize(5);
        assertThat(line.getMDCPropertyMap())
                .containsEntry("request_id", "r1")
                .containsEntry("tenant_id", TENANT.toString());
    }

    @Test
    void logsWhatErrorHandlersAnswer() throws InterruptedException {
        server.get("/teapot");
        assertThat(fields(lines.next()))
                .containsEntry("status", 418)
                .containsEntry("route", "/teapot");

        server.get("/bare", "X-Block", "1", "X-Request-ID", "r2");
        ILoggingEvent refused = lines.next();
        assertThat(fields(refused))
                .containsEntry("status", 403)
                .containsEntry("route", "unmatched");
        assertThat(refused.getMDCPropertyMap()).containsEntry("request_id", "r2");
    }

    @Test
    void takesCareOfWhatTheFrameworkRefuses() throws InterruptedException {
        String answer = server.sendRaw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("X-Request-ID: ", "traceparent: 00-");
        assertThat(fields(lines.next()))
                .containsEntry("status", 400)
                .containsEntry("route", "unmatched");
        assertThat(server.get("/metrics").body())
                .containsPattern("http_requests_total.*unmatched.*status=\"400\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/metrics"})
    void whispersAboutProbes(String path) throws InterruptedException {
        server.get(path);

        ILoggingEvent line = lines.next();

        assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(fields(line)).containsEntry("route", path);
    }

    private static Map<String, Object> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap((KeyValuePair pair) -> pair.key, pair -> pair.value));
    }
}
