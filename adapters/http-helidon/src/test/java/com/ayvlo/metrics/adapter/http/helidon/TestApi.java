package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.health.CheckReadiness;
import com.ayvlo.metrics.application.ingest.BatcherConfig;
import com.ayvlo.metrics.application.ingest.BlockPace;
import com.ayvlo.metrics.application.ingest.IngestMetrics;
import com.ayvlo.metrics.application.ingest.MetricLog;
import com.ayvlo.metrics.application.ingest.NodeEpochs;
import com.ayvlo.metrics.application.ingest.NodeSeriesDictionary;
import com.ayvlo.metrics.application.query.ListDimensionKeys;
import com.ayvlo.metrics.application.query.ListDimensionValues;
import com.ayvlo.metrics.application.query.ListMetricNames;
import com.ayvlo.metrics.application.query.QueryAggregates;
import com.ayvlo.metrics.application.query.QueryRaw;
import com.ayvlo.metrics.application.tenant.AdmitRequest;
import com.ayvlo.metrics.application.tenant.AuthMode;
import com.ayvlo.metrics.application.tenant.AuthenticateAdmin;
import com.ayvlo.metrics.application.tenant.AuthenticateTenant;
import com.ayvlo.metrics.application.tenant.ChangeTenant;
import com.ayvlo.metrics.application.tenant.CreateTenant;
import com.ayvlo.metrics.application.tenant.ListTenants;
import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.InMemoryJournal;
import com.ayvlo.metrics.testkit.InMemoryKeyedAnswers;
import com.ayvlo.metrics.testkit.InMemoryStorage;
import com.ayvlo.metrics.testkit.InMemoryTenantDirectory;
import com.ayvlo.metrics.testkit.MutableClock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The API on a free port, over adapters in memory. */
final class TestApi implements AutoCloseable {
    static final Instant NOW = Instant.parse("2025-01-15T12:00:00Z");
    static final TenantId TENANT = TenantId.parse("00000000-0000-4000-8000-000000000001");
    static final TenantId SUSPENDED = TenantId.parse("00000000-0000-4000-8000-000000000002");
    static final ApiKey KEY = ApiKey.of("tenant-key");
    static final ApiKey SUSPENDED_KEY = ApiKey.of("suspended-key");
    static final ApiKey ADMIN = ApiKey.of("admin-key");
    static final String INGEST = "/api/v1/metrics/ingest";
    static final String BATCH = "/api/v1/metrics/ingest/batch";
    static final String QUERY = "/api/v1/metrics/query";
    static final String TENANTS = "/api/v1/tenants";
    private static final int MAX_BATCH = 100;
    private static final long JOURNAL_BYTES = 64L << 20;
    private static final int MAX_KEYS = 20;

    final MutableClock clock = MutableClock.at(NOW);
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ServiceMetrics metrics = ServiceMetrics.create();
    private final MetricStorage storage;
    private final NodeSeriesDictionary dictionary = new NodeSeriesDictionary(1000);
    private final MetricLog log;
    private final HttpApi api;

    /** What a test may want to be different. */
    static final class Setup {
        private HttpConfig config = HttpConfig.defaults().at("127.0.0.1", 0);
        private AuthMode mode = AuthMode.TRUSTED_HEADER;
        private MetricStorage storage = new InMemoryStorage();
        private TenantDirectory directory = new InMemoryTenantDirectory();
        private RateLimiter limiter = new FixedRateLimiter();
        private Journal journal = new InMemoryJournal(JOURNAL_BYTES);
        private long limit;

        Setup config(HttpConfig newConfig) {
            config = newConfig.at("127.0.0.1", 0);
            return this;
        }

        Setup mode(AuthMode newMode) {
            mode = newMode;
            return this;
        }

        Setup storage(MetricStorage newStorage) {
            storage = newStorage;
            return this;
        }

        Setup journal(Journal newJournal) {
            journal = newJournal;
            return this;
        }

        Setup directory(TenantDirectory newDirectory) {
            directory = newDirectory;
            return this;
        }

        Setup limit(long perMinute, RateLimiter newLimiter) {
            limit = perMinute;
            limiter = newLimiter;
            return this;
        }

        TestApi start() {
            return new TestApi(this);
        }
    }

    static TestApi started() {
        return new Setup().start();
    }

    private TestApi(Setup setup) {
        storage = setup.storage;
        log =
                MetricLog.open(
                        new MetricLog.Parts(
                                NodeEpochs.of(NodeId.random()),
                                setup.journal,
                                new InMemoryKeyedAnswers(MAX_KEYS, Duration.ofHours(24), clock),
                                Peers.NONE,
                                storage.writer(),
                                (token, refused, why) -> {},
                                dictionary,
                                clock),
                        BatcherConfig.at(BlockPace.LOCAL),
                        metrics);
        addTenants(setup.directory);
        api = new HttpApi(setup.config, useCases(setup), metrics);
        api.start();
    }

    private static void addTenants(TenantDirectory directory) {
        Tenant tenant = new Tenant(TENANT, "Demo", TenantStatus.ACTIVE, Retention.FOREVER);
        Tenant suspended = new Tenant(SUSPENDED, "Late", TenantStatus.SUSPENDED, Retention.DEFAULT);
        directory.create(tenant, KEY.hash());
        directory.create(suspended, SUSPENDED_KEY.hash());
    }

    private UseCases useCases(Setup setup) {
        TenantDirectory directory = setup.directory;
        QueryBudget budget = QueryBudget.of(Duration.ofSeconds(30));
        return new UseCases(
                new IngestMetrics(dictionary, log, clock, MAX_BATCH),
                new QueryRaw(storage.reader(), log, clock, budget),
                new QueryAggregates(storage.reader(), storage.rollups(), log, clock, budget),
                new ListMetricNames(storage.catalog(), clock, budget),
                new ListDimensionKeys(storage.catalog(), clock, budget),
                new ListDimensionValues(storage.catalog(), clock, budget),
                new AuthenticateTenant(directory, setup.mode),
                AuthenticateAdmin.with(directory, ADMIN),
                new AdmitRequest(setup.limiter, setup.limit, setup.limit),
                new CreateTenant(directory, new SecureRandom()),
                new ChangeTenant(directory),
                new ListTenants(directory),
                new CheckReadiness(() -> false, List.of()));
    }

    int port() {
        return api.port();
    }

    HttpApi api() {
        return api;
    }

    /** Sends as the tenant; headers are names and values in turn. */
    Answer post(String path, String body, String... headers) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(String path, byte[] body, String... headers) {
        return send("POST", path, body, with(headers, "X-Tenant-ID", TENANT.toString()));
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, with(headers, "X-Tenant-ID", TENANT.toString()));
    }

    Answer admin(String method, String path, String body) {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return send(method, path, bytes, "Authorization", "Bearer " + ADMIN.reveal());
    }

    private static String[] with(String[] headers, String name, String value) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(name);
        all.add(value);
        return all.toArray(String[]::new);
    }

    Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** All that comes back until the server closes the connection. */
    String raw(byte[] bytes) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        api.stop();
        log.close();
        metrics.close();
        client.close();
    }

    /** An answer, its body read as JSON on demand. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Object json() {
            return JsonTree.parse(response.body());
        }

        /** The member at a path of names and indexes, separated by dots. */
        Object at(String path) {
            Object at = json();
            for (String step : path.split("\\.", -1)) {
                at =
                        at instanceof List<?> list
                                ? list.get(Integer.parseInt(step))
                                : ((Map<?, ?>) at).get(step);
            }
            return at instanceof BigDecimal number ? plain(number) : at;
        }

        /** A whole number as a long, any other as a double. */
        private static Object plain(BigDecimal number) {
            boolean isWhole = number.scale() <= 0;
            return isWhole ? (Object) number.longValueExact() : (Object) number.doubleValue();
        }
    }
}
