package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.adapter.http.helidon.HttpApi;
import com.ayvlo.metrics.adapter.http.helidon.HttpConfig;
import com.ayvlo.metrics.adapter.http.helidon.ServiceMetrics;
import com.ayvlo.metrics.adapter.http.helidon.UseCases;
import com.ayvlo.metrics.adapter.ratelimit.local.LocalRateLimiter;
import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbConfig;
import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbStorage;
import com.ayvlo.metrics.adapter.tenant.local.LocalTenantDirectory;
import com.ayvlo.metrics.application.health.CheckReadiness;
import com.ayvlo.metrics.application.ingest.Batcher;
import com.ayvlo.metrics.application.ingest.BatcherConfig;
import com.ayvlo.metrics.application.ingest.IngestMetrics;
import com.ayvlo.metrics.application.ingest.NodeSeriesDictionary;
import com.ayvlo.metrics.application.query.ListDimensionKeys;
import com.ayvlo.metrics.application.query.ListDimensionValues;
import com.ayvlo.metrics.application.query.ListMetricNames;
import com.ayvlo.metrics.application.query.QueryAggregates;
import com.ayvlo.metrics.application.query.QueryRaw;
import com.ayvlo.metrics.application.retention.EnforceRetention;
import com.ayvlo.metrics.application.tenant.AdmitRequest;
import com.ayvlo.metrics.application.tenant.AuthenticateAdmin;
import com.ayvlo.metrics.application.tenant.AuthenticateTenant;
import com.ayvlo.metrics.application.tenant.ChangeTenant;
import com.ayvlo.metrics.application.tenant.CreateTenant;
import com.ayvlo.metrics.application.tenant.ListTenants;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The whole service: creates every part, hands each what it needs, starts them in order and stops
 * them in reverse.
 */
final class Service implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    private final ServiceConfig config;
    private final InstantSource clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Steps steps = new Steps();

    private Service(ServiceConfig config) {
        this.config = config;
    }

    /**
     * A service that is serving.
     *
     * @throws ConfigurationMistakes if it cannot run with this configuration
     */
    static Service start(ServiceConfig config) {
        Service service = new Service(config);
        try {
            service.open();
            return service;
        } catch (RuntimeException | Error failure) {
            service.close();
            throw failure;
        }
    }

    /** The address that requests are served at. */
    String address() {
        return "http://%s:%d".formatted(config.host(), port);
    }

    private int port;

    private void open() {
        DataDirectory data =
                steps.start("data directory", () -> DataDirectory.open(config.dataDirectory()));
        ServiceMetrics metrics = steps.start("metrics", ServiceMetrics::create);
        MetricStorage storage =
                steps.start(
                        "storage", () -> DuckDbStorage.open(DuckDbConfig.defaults(data.path())));
        TenantDirectory directory =
                steps.start("tenants", () -> LocalTenantDirectory.open(data.path()));
        RateLimiter limiter =
                steps.start("rate limiter", () -> new LocalRateLimiter(System::nanoTime));
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(config.maxSeries());
        Batcher batcher = steps.start("batcher", () -> batcher(data, storage, metrics));
        CheckReadiness readiness = readiness(storage, directory, limiter);
        metrics.bindBacklog(batcher::backlog);
        metrics.bindOldestUnstored(batcher::oldestWait);
        metrics.bindSeries(dictionary::size);
        metrics.bindComponent("storage", storage::check);
        metrics.bindComponent("tenants", directory::check);
        metrics.bindComponent("rate_limiter", limiter::check);
        steps.start("first tenants", () -> FirstContact.start(config, directory, random));
        steps.start(
                "retention",
                () ->
                        HourlyRetention.start(
                                new EnforceRetention(directory, storage.retention(), clock)));
        UseCases useCases =
                useCases(
                        new IngestMetrics(dictionary, batcher, clock, config.maxBatchMetrics()),
                        storage,
                        directory,
                        limiter,
                        readiness);
        port =
                steps.start("http", () -> Listening.start(new HttpApi(http(), useCases, metrics)))
                        .port();
        steps.logReady();
    }

    private Batcher batcher(DataDirectory data, MetricStorage storage, ServiceMetrics metrics) {
        Batcher batcher =
                new Batcher(
                        data.node(), storage.writer(), clock, BatcherConfig.defaults(), metrics);
        batcher.start();
        return batcher;
    }

    private CheckReadiness readiness(
            MetricStorage storage, TenantDirectory directory, RateLimiter limiter) {
        return new CheckReadiness(
                stopping::get,
                List.of(
                        new CheckReadiness.Part("storage", true, storage::check),
                        new CheckReadiness.Part("tenants", true, directory::check),
                        new CheckReadiness.Part("rate_limiter", false, limiter::check)));
    }

    private UseCases useCases(
            IngestMetrics ingest,
            MetricStorage storage,
            TenantDirectory directory,
            RateLimiter limiter,
            CheckReadiness readiness) {
        QueryBudget budget = QueryBudget.of(config.queryTimeout());
        return new UseCases(
                ingest,
                new QueryRaw(storage.reader(), clock, budget),
                new QueryAggregates(storage.reader(), clock, budget),
                new ListMetricNames(storage.catalog(), clock, budget),
                new ListDimensionKeys(storage.catalog(), clock, budget),
                new ListDimensionValues(storage.catalog(), clock, budget),
                new AuthenticateTenant(directory, config.authMode()),
                config.adminKey()
                        .map(key -> AuthenticateAdmin.with(directory, ApiKey.of(key.reveal())))
                        .orElseGet(() -> AuthenticateAdmin.stored(directory)),
                new AdmitRequest(limiter, config.ingestionsPerMinute(), config.queriesPerMinute()),
                new CreateTenant(directory, random),
                new ChangeTenant(directory),
                new ListTenants(directory),
                readiness);
    }

    private HttpConfig http() {
        HttpConfig defaults = HttpConfig.defaults();
        Duration slowest = config.queryTimeout().plusSeconds(30);
        return defaults.at(config.host(), config.port())
                .withMaxBodyBytes(config.maxBodyBytes())
                .withRequestTimeout(slowest)
                .withShutdownGrace(config.shutdownTimeout().dividedBy(2));
    }

    /** Stops: no more requests, then those that run end, then what they left is stored. */
    @Override
    public void close() {
        stopping.set(true);
        steps.stopAll();
        LOG.log(System.Logger.Level.INFO, "stopped");
    }
}
