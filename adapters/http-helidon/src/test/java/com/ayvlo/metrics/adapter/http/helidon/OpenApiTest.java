package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.JsonTree.array;
import static com.ayvlo.metrics.adapter.http.helidon.JsonTree.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.OpenApiDocument.Operation;
import com.ayvlo.metrics.adapter.http.helidon.OpenApiDocument.Request;
import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The document tells the truth: what it shows is sent, and answered as it says. */
@TestInstance(Lifecycle.PER_CLASS)
class OpenApiTest {
    /** Different at every run. */
    private static final Set<String> VOLATILE =
            Set.of("metric_id", "request_id", "api_key", "next_cursor");

    /** What they show depends on what else there is. */
    private static final Set<String> ONLY_THE_SHAPE = Set.of("listTenants", "createTenant");

    private final TestApi api = new TestApi.Setup().limit(1000, new FixedRateLimiter()).start();
    private final OpenApiDocument document =
            new OpenApiDocument(api.send("GET", "/openapi.json", null).body());

    @AfterAll
    void stop() {
        api.close();
    }

    /** In the order of the document, in which what is asked for was brought in before. */
    @TestFactory
    Stream<DynamicTest> everyExampleIsAnsweredAsDocumented() {
        return document.operations().stream()
                .flatMap(operation -> document.requests(operation).stream())
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> answersAsShown(each)));
    }

    private void answersAsShown(Request request) {
        String status = document.statusOf(request);
        Operation operation = request.operation();

        Answer answer = send(request, credentials(operation));

        assertThat(answer.status()).as(answer.body()).hasToString(status);
        matchesItsSchema(operation, answer);
        if (operation.path().startsWith("/api/")
                && !ONLY_THE_SHAPE.contains((String) operation.json().get("operationId"))) {
            assertThat(stable(answer.json())).isEqualTo(stable(shown(request, status)));
        }
    }

    private Object shown(Request request, String status) {
        return object(document.response(request.operation(), status).get("content"))
                .values()
                .stream()
                .map(body -> object(OpenApiDocument.examples(body).get(request.name())))
                .map(example -> example.get("value"))
                .findFirst()
                .orElseThrow();
    }

    /** The same without what is different at every run. */
    private static Object stable(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> {
                Map<String, Object> members = new LinkedHashMap<>();
                object(value)
                        .forEach(
                                (name, member) ->
                                        members.put(
                                                name,
                                                VOLATILE.contains(name) && member != null
                                                        ? "volatile"
                                                        : stable(member)));
                yield members;
            }
            case List<?> items -> items.stream().map(OpenApiTest::stable).toList();
            case null, default -> value;
        };
    }

    @TestFactory
    Stream<DynamicTest> nobodyIsAnsweredWithoutCredentials() {
        return document.operations().stream()
                .filter(operation -> !operation.isOpen())
                .map(document::requests)
                .map(List::getFirst)
                .map(
                        request ->
                                DynamicTest.dynamicTest(
                                        request.operation().toString(),
                                        () -> {
                                            Answer answer = send(request);
                                            assertThat(answer.status()).isEqualTo(401);
                                            matchesItsSchema(request.operation(), answer);
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> everyPathRefusesOtherMethods() {
        return document.methods().entrySet().stream()
                .map(
                        path ->
                                DynamicTest.dynamicTest(
                                        path.getKey(),
                                        () -> refusesDelete(path.getKey(), path.getValue())));
    }

    private void refusesDelete(String path, Set<String> methods) {
        Answer answer = api.send("DELETE", path.replace("{id}", TestApi.TENANT.toString()), null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow").split(", ")).containsAll(methods).contains("OPTIONS");
        assertThat(JsonSchema.faults(document, document.schemaNamed("Problem"), answer.json()))
                .isEmpty();
    }

    @Test
    void everyRouteIsDocumentedAndNothingElse() {
        Map<String, Set<String>> served = new TreeMap<>();
        api.api()
                .methods()
                .forEach(
                        (path, methods) ->
                                served.put(
                                        path,
                                        methods.stream()
                                                .filter(method -> !method.equals("HEAD"))
                                                .collect(Collectors.toCollection(TreeSet::new))));

        assertThat(document.methods()).containsExactlyInAnyOrderEntriesOf(served);
    }

    @Test
    void everyCodeIsDocumentedAndExplainedAndNothingElse() {
        Set<String> codes =
                Stream.concat(
                                Arrays.stream(ProblemType.values()).map(ProblemType::code),
                                Arrays.stream(Reason.values()).map(Reason::id))
                        .collect(Collectors.toSet());
        Map<String, Object> code = document.schemaNamed("Code");

        assertThat(Set.<Object>copyOf(array(code.get("enum")))).isEqualTo(codes);
        assertThat(object(code.get("x-descriptions"))).containsOnlyKeys(codes);
    }

    @TestFactory
    Stream<DynamicTest> everyExampleOfAnAnswerMatchesItsSchema() {
        return document.operations().stream()
                .flatMap(
                        operation ->
                                operation.responses().keySet().stream()
                                        .map(
                                                status ->
                                                        DynamicTest.dynamicTest(
                                                                operation + " " + status,
                                                                () -> shows(operation, status))));
    }

    private void shows(Operation operation, String status) {
        object(document.response(operation, status).get("content"))
                .values()
                .forEach(
                        body ->
                                OpenApiDocument.examples(body)
                                        .forEach((name, example) -> fits(body, name, example)));
    }

    @TestFactory
    Stream<DynamicTest> everyExampleThatIsAcceptedMatchesItsSchema() {
        return document.operations().stream()
                .flatMap(operation -> document.requests(operation).stream())
                .filter(this::isAccepted)
                .map(
                        request ->
                                DynamicTest.dynamicTest(
                                        request.toString(),
                                        () ->
                                                fits(
                                                        document.body(request),
                                                        request.name(),
                                                        Map.of("value", request.value()))));
    }

    /** As a whole, as far as the document shows an answer. */
    private boolean isAccepted(Request request) {
        String status = document.statusOf(request);
        return request.value() != null
                && status.startsWith("2")
                && array(object(shown(request, status)).get("errors")).isEmpty();
    }

    private void fits(Object body, String name, Object example) {
        Object value = object(example).get("value");
        Map<String, Object> schema = object(object(body).get("schema"));
        assertThat(JsonSchema.faults(document, schema, value)).as(name).isEmpty();
    }

    private void matchesItsSchema(Operation operation, Answer answer) {
        String status = Integer.toString(answer.status());
        String media = answer.header("Content-Type");
        Map<String, Object> schema = document.schema(operation, status, media);
        assertThat(schema).as("%s %s %s is documented", operation, status, media).isNotEmpty();
        Object body = media.contains("json") ? answer.json() : answer.body();
        assertThat(JsonSchema.faults(document, schema, body)).as(answer.body()).isEmpty();
        assertThat(answer.response().headers().map().keySet().stream().filter(OpenApiTest::isOurs))
                .as("headers that are documented")
                .isSubsetOf(lowerCase(document.headers(operation, status)))
                .contains("x-request-id", "traceparent");
    }

    private static boolean isOurs(String header) {
        return header.startsWith("x-request")
                || header.contains("ratelimit")
                || Set.of("traceparent", "retry-after", "location", "etag", "www-authenticate")
                        .contains(header);
    }

    private static Set<String> lowerCase(Set<String> names) {
        return names.stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String[] credentials(Operation operation) {
        if (operation.isOpen()) {
            return new String[0];
        }
        return operation.needsAdmin()
                ? new String[] {"Authorization", "Bearer " + TestApi.ADMIN.reveal()}
                : new String[] {"X-Tenant-ID", TestApi.TENANT.toString()};
    }

    private Answer send(Request request, String... credentials) {
        Stream<String> type =
                request.media() == null
                        ? Stream.empty()
                        : Stream.of("Content-Type", request.media());
        String[] headers = Stream.concat(Arrays.stream(credentials), type).toArray(String[]::new);
        byte[] body =
                request.value() == null
                        ? null
                        : text(request.value()).getBytes(StandardCharsets.UTF_8);
        return api.send(request.operation().method(), url(request), body, headers);
    }

    private static String url(Request request) {
        String path = request.operation().path();
        Map<String, Object> query = new LinkedHashMap<>();
        for (Map<String, Object> parameter : request.operation().in()) {
            String name = (String) parameter.get("name");
            Object example = parameter.get("example");
            if ("path".equals(parameter.get("in"))) {
                path = path.replace('{' + name + '}', (String) example);
            } else if (example != null && "query".equals(parameter.get("in"))) {
                query.put(name, example);
            }
        }
        query.putAll(object(request.query()));
        StringJoiner pairs = new StringJoiner("&", "?", "").setEmptyValue("");
        query.forEach(
                (name, value) ->
                        pairs.add(
                                name
                                        + '='
                                        + URLEncoder.encode(
                                                value.toString(), StandardCharsets.UTF_8)));
        return path + pairs;
    }

    /** A body: a text as it is, anything else as JSON. */
    private static String text(Object value) {
        return value instanceof String lines ? lines : JsonTree.write(value);
    }
}
