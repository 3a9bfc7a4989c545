package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.health.CheckReadiness;

import io.helidon.common.Weighted;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.spi.ServerFeature;

import java.util.ArrayList;
import java.util.List;

/**
 * What operators look at: {@code /health}, {@code /health/live}, {@code /health/ready} and {@code
 * /metrics}, none of which is authenticated or limited. Add it to the web server by {@code
 * addFeature}; it is asked before the routes, so that one that catches everything does not hide it.
 *
 * <p>{@code /metrics} is Helidon's MetricsObserver: Prometheus text unless the caller asks for
 * OpenMetrics or JSON.
 */
final class ObserveEndpoints implements ServerFeature, Weighted {
    static final String METRICS_PATH = "/metrics";

    private static final List<String> PATHS =
            List.of(
                    HealthEndpoint.PATH,
                    HealthEndpoint.LIVE_PATH,
                    HealthEndpoint.READY_PATH,
                    METRICS_PATH);

    /** Above those of the routes (100). */
    private static final double WEIGHT = 1000;

    private static final MediaType[] FORMATS = {
        MediaTypes.TEXT_PLAIN, MediaTypes.APPLICATION_OPENMETRICS_TEXT, MediaTypes.APPLICATION_JSON
    };

    private final ObserveFeature feature;

    ObserveEndpoints(ServiceMetrics metrics, CheckReadiness readiness) {
        List<io.helidon.webserver.observe.spi.Observer> observers =
                new ArrayList<>(new HealthEndpoint(readiness).observers());
        observers.add(
                MetricsObserver.builder()
                        .endpoint(METRICS_PATH)
                        .meterRegistry(metrics.registry())
                        .build());
        this.feature =
                ObserveFeature.builder()
                        .observersDiscoverServices(false)
                        .observers(observers)
                        .weight(WEIGHT)
                        .build();
    }

    /** Makes the routes refuse the methods that these paths do not answer to. */
    static void refuseOtherMethods(Routes routes) {
        for (String path : PATHS) {
            routes.get(path, (_, response) -> response.next());
        }
    }

    @Override
    public void setup(ServerFeatureContext context) {
        context.socket(WebServer.DEFAULT_SOCKET_NAME)
                .httpRouting()
                .addFeature(
                        routing ->
                                routing.addFilter(ObserveEndpoints::complete)
                                        .head(METRICS_PATH, (_, response) -> response.send()));
        feature.setup(context);
    }

    @Override
    public String name() {
        return feature.name();
    }

    @Override
    public String type() {
        return feature.type();
    }

    @Override
    public double weight() {
        return WEIGHT;
    }

    /** Adds what Helidon leaves out of its answers. */
    private static void complete(
            FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.path().path();
        if (path.equals(METRICS_PATH)) {
            MediaType format = request.headers().bestAccepted(FORMATS).orElse(FORMATS[0]);
            // Text for those who accept nothing that there is, as other exporters do.
            request.header(HeaderValues.create(HeaderNames.ACCEPT, format.text()));
            response.beforeSend(() -> contentType(response, format));
        } else if (path.startsWith(HealthEndpoint.PATH) && isHead(request)) {
            response.beforeSend(() -> likeGet(response));
        }
        chain.proceed();
    }

    /** With the version, which scrapers go by. */
    private static void contentType(ServerResponse response, MediaType format) {
        if (response.status().family() != Status.Family.SUCCESSFUL) {
            return;
        }
        if (format.equals(MediaTypes.TEXT_PLAIN)) {
            response.headers()
                    .set(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        } else if (format.equals(MediaTypes.APPLICATION_OPENMETRICS_TEXT)) {
            response.headers()
                    .set(
                            HeaderNames.CONTENT_TYPE,
                            "application/openmetrics-text; version=1.0.0; charset=utf-8");
        }
    }

    /** Helidon answers 204, for there is no body; a HEAD has the status of the GET. */
    private static void likeGet(ServerResponse response) {
        if (response.status().equals(Status.NO_CONTENT_204)) {
            response.status(Status.OK_200);
        }
    }

    private static boolean isHead(RoutingRequest request) {
        return request.prologue().method().equals(Method.HEAD);
    }
}
