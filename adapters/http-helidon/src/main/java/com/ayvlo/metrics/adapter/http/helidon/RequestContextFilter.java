package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.TenantId;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gives every request an id and a place in a trace, sends both back, and puts them into the context
 * of the log for as long as the request lasts; counts and times it, and logs one line about it
 * without anything that its caller chose.
 *
 * <p>To be the outermost filter but for the one that closes connections, so that nothing is
 * answered without passing it.
 */
final class RequestContextFilter implements Filter {
    /** Stands for every route that does not exist. */
    static final String UNMATCHED = "unmatched";

    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-ID");
    private static final HeaderName TRACE_PARENT = HeaderNames.create("traceparent");
    private static final Pattern ACCEPTABLE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final String REQUEST_KEY = "request_id";
    private static final String TRACE_KEY = "trace_id";
    private static final String TENANT_KEY = "tenant_id";

    private static final Logger LOG = LoggerFactory.getLogger("com.ayvlo.metrics.access");

    private final ServiceMetrics metrics;

    RequestContextFilter(ServiceMetrics metrics) {
        this.metrics = metrics;
    }

    /** Adds the tenant to the context of the log; to be called when it is known. */
    static void tenant(TenantId tenant) {
        MDC.put(TENANT_KEY, tenant.toString());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long startedNanos = System.nanoTime();
        String requestId = requestId(request.headers());
        TraceContext trace = trace(request.headers());
        MDC.put(REQUEST_KEY, requestId);
        MDC.put(TRACE_KEY, trace.traceId());
        MDC.remove(TENANT_KEY);
        // At the last moment: an error on the way makes a new answer.
        response.beforeSend(
                () ->
                        response.headers()
                                .set(REQUEST_ID, requestId)
                                .set(TRACE_PARENT, trace.header()));
        response.whenSent(() -> sent(request, response, startedNanos));
        try {
            chain.proceed();
        } finally {
            if (response.isSent()) {
                clear();
            }
            // Else an exception is on its way to the error handlers, whose log lines belong to the
            // request as well; the answer, or the next request of the connection, clears.
        }
    }

    /**
     * Does the same for an answer that Helidon gives beside the filters, to what it cannot read; to
     * be called by the direct handler. Leaves those alone that went through the filter.
     *
     * @param answer gets the headers
     */
    void unrouted(
            DirectHandler.TransportRequest request, Status status, ServerResponseHeaders answer) {
        if (MDC.get(REQUEST_KEY) != null) {
            return;
        }
        answer.set(REQUEST_ID, requestId(request.headers()))
                .set(TRACE_PARENT, trace(request.headers()).header());
        metrics.unreadable(request.method(), status.code());
        LOG.atInfo()
                .addKeyValue("method", Meters.method(request.method()))
                .addKeyValue("route", UNMATCHED)
                .addKeyValue("status", status.code())
                .log("request");
    }

    private static String requestId(ServerRequestHeaders headers) {
        return headers.first(REQUEST_ID)
                .filter(id -> ACCEPTABLE_ID.matcher(id).matches())
                .orElseGet(() -> TraceContext.start().traceId());
    }

    private static TraceContext trace(ServerRequestHeaders headers) {
        List<String> sent = headers.values(TRACE_PARENT);
        Optional<TraceContext> parent =
                sent.size() == 1 ? TraceContext.parse(sent.getFirst()) : Optional.empty();
        return parent.map(TraceContext::child).orElseGet(TraceContext::start);
    }

    private void sent(RoutingRequest request, RoutingResponse response, long startedNanos) {
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        HttpPrologue prologue = request.prologue();
        String method = Meters.method(prologue.method().text());
        String route = route(request);
        int status = response.status().code();
        metrics.request(method, route, status, took);
        LOG.atLevel(isProbe(route) ? Level.DEBUG : Level.INFO)
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("ms", took.toMillis())
                .addKeyValue("bytes", response.bytesWritten())
                .log("request");
        clear();
    }

    /** The template of the route: paths may hold anything. */
    private static String route(RoutingRequest request) {
        return request.matchingPattern()
                .map(RequestContextFilter::withoutSlash)
                .filter(pattern -> !pattern.isEmpty() && !pattern.contains("*"))
                .orElse(UNMATCHED);
    }

    private static String withoutSlash(String pattern) {
        return pattern.length() > 1 && pattern.endsWith("/")
                ? pattern.substring(0, pattern.length() - 1)
                : pattern;
    }

    private static boolean isProbe(String route) {
        return route.startsWith(HealthEndpoint.PATH) || route.equals(ObserveEndpoints.METRICS_PATH);
    }

    private static void clear() {
        MDC.remove(REQUEST_KEY);
        MDC.remove(TRACE_KEY);
        MDC.remove(TENANT_KEY);
    }
}
