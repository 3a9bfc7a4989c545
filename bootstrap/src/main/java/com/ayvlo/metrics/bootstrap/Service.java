package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.adapter.http.helidon.HttpApi;
import com.ayvlo.metrics.adapter.http.helidon.HttpConfig;
import com.ayvlo.metrics.adapter.http.helidon.ServiceMetrics;
import com.ayvlo.metrics.adapter.http.helidon.UseCases;
import com.ayvlo.metrics.adapter.setaside.file.FileSetAside;
import com.ayvlo.metrics.application.health.CheckReadiness;
import com.ayvlo.metrics.application.ingest.IngestMetrics;
import com.ayvlo.metrics.application.ingest.MetricLog;
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
import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * The whole service: creates every part, hands each what it needs, starts them in order and stops
 * them in reverse.
 */
final class Service implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    private final ServiceConfig config;
    private final BiFunction<Adapters, Path, MetricStorage> openStorage;
    private final InstantSource clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Adapters adapters;
    private final Steps steps = new Steps();
    private int port;

    private Service(ServiceConfig config, BiFunction<Adapters, Path, MetricStorage> openStorage) {
        this.config = config;
        this.openStorage = openStorage;
        this.adapters = new Adapters(config, clock);
    }

    /**
     * A service that is serving.
     *
     * @throws ConfigurationMistakes if it cannot run with this configuration
     */
    static Service start(ServiceConfig config) {
        return start(config, Adapters::storage);
    }

    /** The same on another storage. */
    static Service start(
            ServiceConfig config, BiFunction<Adapters, Path, MetricStorage> openStorage) {
        Service service = new Service(config, openStorage);
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

    private void open() {
        DataDirectory data =
                steps.start("data directory", () -> DataDirectory.open(config.dataDirectory()));
        Ports ports = open(data); // the storage opens its file while the metrics get ready
        ServiceMetrics metrics = steps.start("metrics", ServiceMetrics::create);
        NodeSeriesDictionary dictionary = new NodeSeriesDictionary(config.maxSeries());
        MetricLog log = steps.start("journal", () -> log(data, ports, dictionary, metrics));
        show(ports, dictionary, log, metrics);
        steps.start("first tenants", () -> FirstContact.start(config, ports.directory, random));
        steps.start("retention", () -> HourlyRetention.start(enforceRetention(ports)));
        IngestMetrics ingest = new IngestMetrics(dictionary, log, clock, config.maxBatchMetrics());
        HttpApi api = new HttpApi(http(), useCases(ingest, log, ports), metrics);
        port = steps.start("http", () -> Listening.start(api, config)).port();
        steps.logReady();
    }

    /** The driven adapters that were chosen. */
    private record Ports(
            MetricStorage storage,
            Journal journal,
            KeyedAnswers answers,
            Peers peers,
            TenantDirectory directory,
            RateLimiter limiter) {}

    private Ports open(DataDirectory data) {
        Path path = data.path();
        return new Ports(
                steps.start("storage", () -> openStorage.apply(adapters, path)),
                adapters.journal(path),
                adapters.answers(path),
                adapters.peers(data.nodes().current()),
                steps.start("tenants", () -> adapters.tenants(path)),
                steps.start("rate limiter", adapters::limiter));
    }

    private MetricLog log(
            DataDirectory data,
            Ports ports,
            NodeSeriesDictionary dictionary,
            ServiceMetrics metrics) {
        MetricLog log =
                MetricLog.open(
                        new MetricLog.Parts(
                                data.nodes(),
                                ports.journal,
                                ports.answers,
                                ports.peers,
                                ports.storage.writer(),
                                new FileSetAside(data.path().resolve("set-aside")),
                                dictionary,
                                clock),
                        adapters.batcher(),
                        metrics);
        RecoveryReport.log(log.recovery());
        return log;
    }

    private static void show(
            Ports ports, NodeSeriesDictionary dictionary, MetricLog log, ServiceMetrics metrics) {
        metrics.bindBacklog(log::unstored);
        metrics.bindOldestUnstored(log::oldestWait);
        metrics.bindJournal(log::capacity);
        metrics.bindSeries(dictionary::size);
        metrics.bindComponent("storage", () -> log.checkStorage(ports.storage.check()));
        metrics.bindComponent("journal", log::check);
        metrics.bindComponent("answers", ports.answers::check);
        metrics.bindComponent("peers", ports.peers::check);
        metrics.bindComponent("tenants", ports.directory::check);
        metrics.bindComponent("rate_limiter", ports.limiter::check);
    }

    private EnforceRetention enforceRetention(Ports ports) {
        return new EnforceRetention(ports.directory, ports.storage.retention(), clock);
    }

    private CheckReadiness readiness(MetricLog log, Ports ports) {
        return new CheckReadiness(
                stopping::get,
                List.of(
                        new CheckReadiness.Part("journal", true, log::check),
                        new CheckReadiness.Part("answers", false, ports.answers::check),
                        new CheckReadiness.Part(
                                "storage", false, () -> log.checkStorage(ports.storage.check())),
                        new CheckReadiness.Part("peers", false, ports.peers::check),
                        new CheckReadiness.Part("tenants", true, ports.directory::check),
                        new CheckReadiness.Part("rate_limiter", false, ports.limiter::check)));
    }

    private UseCases useCases(IngestMetrics ingest, MetricLog log, Ports ports) {
        QueryBudget budget = QueryBudget.of(config.queryTimeout());
        MetricCatalog catalog = ports.storage.catalog();
        return new UseCases(
                ingest,
                new QueryRaw(ports.storage.reader(), log, clock, budget),
                new QueryAggregates(
                        ports.storage.reader(), ports.storage.rollups(), log, clock, budget),
                new ListMetricNames(catalog, clock, budget),
                new ListDimensionKeys(catalog, clock, budget),
                new ListDimensionValues(catalog, clock, budget),
                new AuthenticateTenant(ports.directory, config.authMode()),
                config.adminKey()
                        .map(
                                key ->
                                        AuthenticateAdmin.with(
                                                ports.directory, ApiKey.of(key.reveal())))
                        .orElseGet(() -> AuthenticateAdmin.stored(ports.directory)),
                new AdmitRequest(
                        ports.limiter, config.ingestionsPerMinute(), config.queriesPerMinute()),
                new CreateTenant(ports.directory, random),
                new ChangeTenant(ports.directory),
                new ListTenants(ports.directory),
                readiness(log, ports));
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
