package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** A request that is sent again under its key counts once. */
class IdempotencyApiTest {
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final String SALE = "{\"metric_name\":\"sale\",\"value\":1}";
    private static final String OTHER_SALE = "{\"metric_name\":\"sale\",\"value\":2}";
    private static final String BAD = "{\"metric_name\":\"sale\"}";

    private TestApi api;

    @BeforeEach
    void start() {
        api = TestApi.started();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void givesTheFirstAnswerAgainAndAddsNothing() {
        Answer first = api.post(TestApi.INGEST, SALE, KEY, "\"one\"");
        Answer again = api.post(TestApi.INGEST, SALE, KEY, "\"one\"");

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header(REPLAYED)).isEmpty();
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void takesAKeyWithAndWithoutQuotesForTheSame() {
        api.post(TestApi.INGEST, SALE, KEY, "one");

        assertThat(api.post(TestApi.INGEST, SALE, KEY, "\"one\"").header(REPLAYED))
                .isEqualTo("true");
    }

    @Test
    void givesARefusalAgain() {
        Answer first = api.post(TestApi.INGEST, BAD, KEY, "bad");
        Answer again = api.post(TestApi.INGEST, BAD, KEY, "bad");

        assertProblem(first, 422, "missing-field");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header(REPLAYED)).isEqualTo("true");
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() {
        api.post(TestApi.INGEST, SALE, KEY, "one");

        assertProblem(
                api.post(TestApi.INGEST, OTHER_SALE, KEY, "one"), 422, "idempotency-key-reused");
        assertProblem(
                api.post(TestApi.INGEST + "?mode=atomic", SALE, KEY, "one"),
                422,
                "idempotency-key-reused");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void doesNotRememberWhatCannotBeRead() {
        assertProblem(api.post(TestApi.INGEST, "{", KEY, "one"), 400, "invalid-json");

        Answer good = api.post(TestApi.INGEST, SALE, KEY, "one");
        assertThat(good.status()).isEqualTo(202);
        assertThat(good.header(REPLAYED)).isEmpty();
    }

    @Test
    void tellsPathsApart() {
        api.post(TestApi.INGEST, SALE, KEY, "one");
        Answer batch = api.post(TestApi.BATCH, "{\"metrics\":[" + SALE + "]}", KEY, "one");

        assertThat(batch.status()).isEqualTo(202);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void answersOtherwiseOnceTheRepeatedMetricIsStored() {
        String stored = TestApi.INGEST + "?ack=stored";
        assertThat(api.post(stored, SALE, KEY, "one").status()).isEqualTo(200);

        Answer again = api.post(stored, SALE, KEY, "one");
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void refusesNewKeysWhenThereIsNoRoomForThem() {
        Answer answer = api.post(TestApi.INGEST, SALE, KEY, "key 0");
        for (int i = 1; answer.status() == 202 && i < 100; i++) {
            answer = api.post(TestApi.INGEST, SALE, KEY, "key " + i);
        }

        assertProblem(answer, 503, "idempotency-full");
        assertThat(answer.header("Retry-After")).isEqualTo("60");
        assertThat(api.post(TestApi.INGEST, SALE).status()).isEqualTo(202);
        assertThat(api.post(TestApi.INGEST, SALE, KEY, "key 0").header(REPLAYED)).isEqualTo("true");
    }

    @Test
    void refusesKeysThatAreNone() {
        for (String key : List.of("\"\"", "x".repeat(256), "tab\tbed")) {
            assertProblem(api.post(TestApi.INGEST, SALE, KEY, key), 422, "invalid-field");
        }
        assertProblem(api.post(TestApi.INGEST, SALE, KEY, "one", KEY, "two"), 422, "invalid-field");
    }

    @Test
    void ignoresKeysElsewhere() {
        Answer query =
                api.post(
                        TestApi.QUERY,
                        "{\"metric_name\":\"sale\",\"start_time\":\"2025-01-01T00:00:00Z\","
                                + "\"end_time\":\"2025-02-01T00:00:00Z\"}",
                        KEY,
                        "one");
        assertThat(query.status()).isEqualTo(200);
    }

    private int count() {
        Answer answer =
                api.post(
                        TestApi.QUERY,
                        "{\"metric_name\":\"sale\",\"start_time\":\"1970-01-01T00:00:00Z\","
                                + "\"end_time\":\"2100-01-01T00:00:00Z\"}");
        return ((List<?>) answer.at("data")).size();
    }
}
