package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The HTTP API: wire formats to use cases and back. Does nothing until {@link #start()}.
 *
 * <p>Safe for concurrent use, but for {@link #start()} and {@link #stop()}.
 */
public final class HttpApi {
    /** A dimension value of 1024 bytes, each as %41, and a cursor of the same length. */
    private static final int MAX_REQUEST_LINE = 16 * 1024;

    private static final int MAX_HEADERS = 16 * 1024;
    private static final Duration IDLE_ROUND = Duration.ofSeconds(5);

    private final HttpConfig config;
    private final UseCases useCases;
    private final ServiceMetrics metrics;
    private final Json json;
    private final Problems problems;
    private final Watchdog watchdog;
    private final RequestContextFilter requestContext;

    private @Nullable WebServer server;
    private Map<String, List<String>> methods = Map.of();

    /** An API that is not served yet. */
    public HttpApi(HttpConfig config, UseCases useCases, ServiceMetrics metrics) {
        this.config = config;
        this.useCases = useCases;
        this.metrics = metrics;
        this.json = new Json(config.maxBodyBytes());
        this.problems = new Problems(json);
        this.requestContext = new RequestContextFilter(metrics);
        this.watchdog =
                new Watchdog(config.requestTimeout(), config.idleTimeout().plus(IDLE_ROUND));
    }

    /** Listens, and returns when requests are served. */
    public void start() {
        server = build().start();
        watchdog.start();
    }

    /** The port that is listened on. */
    public int port() {
        return running().port();
    }

    /**
     * Takes no more requests, and returns when those that were being answered are, or time is up.
     * Does nothing if requests were never taken.
     */
    public void stop() {
        if (server != null) {
            server.stop();
        }
        watchdog.stop();
    }

    /** The methods of each path that is served, but for OPTIONS. */
    Map<String, List<String>> methods() {
        return Collections.unmodifiableMap(methods);
    }

    private WebServer running() {
        if (server == null) {
            throw new IllegalStateException("the API was not started");
        }
        return server;
    }

    private WebServer build() {
        return WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .shutdownGracePeriod(config.shutdownGrace())
                .featuresDiscoverServices(false)
                .addFeature(new ObserveEndpoints(metrics, useCases.checkReadiness()))
                // With two protocols connections that never say a word would stay for ever.
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new Http1Connections(http1()))
                .maxTcpConnections(config.maxConnections())
                // Otherwise the end of a larger answer waits 40 ms for the client's kernel.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .idleConnectionTimeout(config.idleTimeout())
                .idleConnectionPeriod(IDLE_ROUND)
                // Ours is half of it: a client that is still sending gets to read our refusal.
                .maxPayloadSize(2L * config.maxBodyBytes())
                .contentEncoding(new EncodedBodies())
                .directHandlers(unrouted())
                // Not shown to callers: the headers' size is told from other faults by it.
                .errorHandling(errors -> errors.includeEntity(true))
                .routing(this::route)
                .build();
    }

    private Http1Config http1() {
        return Http1Config.builder()
                .maxPrologueLength(MAX_REQUEST_LINE)
                .maxHeadersSize(MAX_HEADERS)
                .addReceiveListener(watchdog)
                .build();
    }

    private DirectHandlers unrouted() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        DirectHandler handler = new UnroutedProblems(problems, requestContext);
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    private void route(HttpRouting.Builder routing) {
        routing.addFilter(new CloseWhenAsked())
                .addFilter(watchdog)
                .addFilter(requestContext)
                .error(Throwable.class, problems::handle);
        Routes routes = new Routes(routing);
        RequestBody bodies = new RequestBody(config.maxBodyBytes());
        registerMetrics(routes, bodies);
        new TenantEndpoint(useCases, bodies, json).register(routes);
        DocsEndpoint.register(routes);
        ObserveEndpoints.refuseOtherMethods(routes);
        routes.refuseOtherMethods();
        methods = routes.methods();
    }

    private void registerMetrics(Routes routes, RequestBody bodies) {
        TenantGate gate =
                new TenantGate(useCases.authenticateTenant(), useCases.admitRequest(), metrics);
        new IngestEndpoint(gate, useCases.ingestMetrics(), bodies, json, metrics, problems)
                .register(routes);
        new QueryEndpoint(
                        gate,
                        useCases.queryRaw(),
                        useCases.queryAggregates(),
                        bodies,
                        json,
                        metrics)
                .register(routes);
        new CatalogEndpoint(
                        gate,
                        useCases.listMetricNames(),
                        useCases.listDimensionKeys(),
                        useCases.listDimensionValues(),
                        json)
                .register(routes);
    }
}
