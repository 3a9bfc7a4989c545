package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.testkit.InMemoryJournal;
import com.ayvlo.metrics.testkit.InMemoryTenantDirectory;

import org.junit.jupiter.api.Test;

import java.util.function.Supplier;

/** What callers are told when something behind the API fails: never what it said. */
class FailureTest {
    private static final String SECRET = "SELECT secret FROM table";
    private static final String METRIC = "{\"metric_name\":\"m\",\"value\":1}";
    private static final String RANGE =
            "{\"metric_name\":\"m\",\"start_time\":\"2025-01-01T00:00:00Z\","
                    + "\"end_time\":\"2025-02-01T00:00:00Z\"";
    private static final String RAW = RANGE + "}";
    private static final String AGGREGATE = RANGE + ",\"aggregate\":true}";

    @Test
    void asksToComeBackWhenTheStoreIsAway() {
        fails(() -> new StorageException.Unavailable(SECRET, cause()), 503, "unavailable");
        fails(() -> new StorageException.Overloaded(SECRET, cause()), 503, "overloaded");
        fails(() -> new StorageException.OutcomeUnknown(SECRET, cause()), 503, "outcome-unknown");
    }

    @Test
    void saysNothingOfAFaultOfItsOwn() {
        fails(() -> new StorageException.Unsupported(SECRET, cause()), 500, "internal-error");
        fails(() -> new StorageException.Corrupt(SECRET, cause()), 500, "internal-error");
        fails(() -> new IllegalArgumentException(SECRET), 500, "internal-error");
    }

    @Test
    void refusesAQueryThatTakesTooLong() {
        try (TestApi api = with(() -> new StorageException.TimedOut(SECRET, cause()))) {
            assertProblem(api.post(TestApi.QUERY, RAW), 422, "over-budget");
            assertProblem(api.post(TestApi.QUERY, AGGREGATE), 422, "over-budget");
            assertProblem(api.get("/api/v1/metrics"), 422, "over-budget");
        }
    }

    @Test
    void takesMetricsWhileTheStoreIsAway() {
        try (TestApi api = with(() -> new StorageException.Unavailable(SECRET, cause()))) {
            assertThat(api.post(TestApi.INGEST, METRIC).status()).isEqualTo(202);
        }
    }

    @Test
    void asksToComeBackWhenTheJournalIsFull() {
        InMemoryJournal journal = new InMemoryJournal(1 << 20);
        try (TestApi api = new TestApi.Setup().journal(journal).start()) {
            journal.refuse(true);
            Answer full = api.post(TestApi.INGEST, METRIC);
            assertProblem(full, 503, "overloaded");
            assertThat(full.header("Retry-After")).isEqualTo("1");

            journal.refuse(false);
            assertThat(api.post(TestApi.INGEST, METRIC).status()).isEqualTo(202);
        }
    }

    @Test
    void doesNotSayThatNothingWasKeptWhenTheJournalStops() {
        InMemoryJournal journal = new InMemoryJournal(1 << 20);
        try (TestApi api = new TestApi.Setup().journal(journal).start()) {
            journal.stop(SECRET);
            Answer stopped = api.post(TestApi.INGEST, METRIC);
            assertThat(stopped.status()).isEqualTo(503);
            assertThat(stopped.header("Retry-After")).isEqualTo("1");
            assertThat(stopped.body()).doesNotContain("SELECT");
        }
    }

    @Test
    void asksToComeBackWhenTheDirectoryIsAway() {
        InMemoryTenantDirectory directory = new InMemoryTenantDirectory();
        try (TestApi api = new TestApi.Setup().directory(directory).start()) {
            directory.close();
            Answer tenant = api.post(TestApi.INGEST, METRIC);
            Answer admin = api.admin("GET", TestApi.TENANTS, null);

            assertProblem(tenant, 503, "unavailable");
            assertThat(tenant.header("Retry-After")).isEqualTo("1");
            assertProblem(admin, 503, "unavailable");
        }
    }

    private static Exception cause() {
        return new IllegalStateException(SECRET);
    }

    private static TestApi with(Supplier<RuntimeException> failure) {
        return new TestApi.Setup().storage(new FailingStorage(failure)).start();
    }

    private static void fails(Supplier<RuntimeException> failure, int status, String code) {
        try (TestApi api = with(failure)) {
            for (Answer answer :
                    new Answer[] {
                        api.post(TestApi.QUERY, RAW),
                        api.post(TestApi.QUERY, AGGREGATE),
                        api.get("/api/v1/metrics"),
                        api.get("/api/v1/metrics/dimensions?metric_name=m"),
                        api.get("/api/v1/metrics/dimensions/values?metric_name=m&key=k")
                    }) {
                assertProblem(answer, status, code);
                assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "1" : "");
                assertThat(answer.body()).doesNotContain("SELECT", "secret", "Exception", "ayvlo");
                assertThat((String) answer.at("request_id"))
                        .isEqualTo(answer.header("X-Request-ID"));
            }
        }
    }
}
