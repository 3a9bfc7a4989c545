package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every call that the README shows is answered as the README shows. */
class ReadmeTest {
    private static final String PRODUCTION = "Tenants and keys";
    private static final String ADMIN_KEY = "an-admin-key-of-the-test";

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    private static List<DocumentedCall> calls() {
        try {
            return DocumentedCall.in(Files.readString(Path.of("../README.md")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<DocumentedCall> calls(boolean ofProduction) {
        return calls().stream()
                .filter(call -> call.section().equals(PRODUCTION) == ofProduction)
                .toList();
    }

    @Test
    void showsAnAnswerToEveryCall() {
        assertThat(calls()).hasSizeGreaterThan(5).allMatch(call -> call.status() > 0);
    }

    @Test
    void theFirstCallsWorkAsTheyStand() {
        ApiClient api = services.start(data).api();

        assertThat(calls(false))
                .hasSizeGreaterThan(3)
                .allSatisfy(call -> check(call, call.send(api, Map.of())));
    }

    @Test
    void theCallsOfProductionWorkWithTheirKeys() {
        ApiClient api = services.startProduction(data, "ADMIN_KEY", ADMIN_KEY).api();
        Map<String, String> variables = new HashMap<>(Map.of("ADMIN_KEY", ADMIN_KEY));

        for (DocumentedCall call : calls(true)) {
            Answer answer = call.send(api, variables);
            check(call, answer);
            if (answer.status() == 201) {
                variables.put("API_KEY", answer.text("api_key"));
            }
        }

        assertThat(variables).containsKey("API_KEY");
    }

    private static void check(DocumentedCall call, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(call.status());
        assertThat(DocumentedCall.matches(Json.parse(call.answer()), answer.json()))
                .as("README shows %s, the answer is %s", call.answer(), answer.body())
                .isTrue();
    }

    @Test
    void aWrongAnswerDoesNotMatch() {
        Object shown = Json.parse("{\"a\":[1,{\"b\":\"x…\"}],\"c\":null}");

        assertThat(shown)
                .matches(
                        s ->
                                DocumentedCall.matches(
                                        s, like("{\"a\":[1,{\"b\":\"xyz\"}],\"c\":null}")))
                .matches(
                        s ->
                                !DocumentedCall.matches(
                                        s, like("{\"a\":[1,{\"b\":\"yz\"}],\"c\":null}")))
                .matches(s -> !DocumentedCall.matches(s, like("{\"a\":[1,{\"b\":\"x\"}],\"c\":0}")))
                .matches(s -> !DocumentedCall.matches(s, like("{\"a\":[1],\"c\":null}")))
                .matches(s -> !DocumentedCall.matches(s, like("{\"a\":[1,{\"b\":\"x\"}]}")));
    }

    private static Object like(String json) {
        return Json.parse(json);
    }
}
