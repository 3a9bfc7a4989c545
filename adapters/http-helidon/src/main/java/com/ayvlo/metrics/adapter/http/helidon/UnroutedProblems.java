package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Answers to what Helidon refuses before or beside the routes: HTTP that it cannot read. */
final class UnroutedProblems implements DirectHandler {
    /** Helidon has no status of its own for it. */
    private static final String HEADERS_TOO_LARGE = "Header size exceeded";

    private final Problems problems;
    private final RequestContextFilter requestContext;

    UnroutedProblems(Problems problems, RequestContextFilter requestContext) {
        this.problems = problems;
        this.requestContext = requestContext;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Problem problem = problem(type(request, status, message));
        requestContext.unrouted(request, problem.type().status(), headers);
        TransportResponse.Builder answer =
                TransportResponse.builder()
                        .status(problem.type().status())
                        .headers(headers)
                        .keepAlive(eventType.keepAlive())
                        .header(HeaderNames.CONTENT_TYPE, Problems.MEDIA_TYPE)
                        .header(HeaderNames.CACHE_CONTROL, "no-store");
        boolean isHead = request.method().equals(Method.HEAD.text());
        return isHead ? answer.build() : answer.entity(problems.bytes(problem)).build();
    }

    private static ProblemType type(
            TransportRequest request, Status status, @Nullable String message) {
        if (Objects.equals(message, HEADERS_TOO_LARGE)) {
            return ProblemType.HEADERS_TOO_LARGE;
        }
        ProblemType type = ProblemType.ofStatus(status);
        // Helidon takes some requests that it cannot read, or that break off, for faults of its
        // own.
        boolean isUnread = request.method().isEmpty();
        return type == ProblemType.INTERNAL_ERROR && isUnread
                ? ProblemType.MALFORMED_REQUEST
                : type;
    }

    private static Problem problem(ProblemType type) {
        return Problem.of(
                type,
                switch (type) {
                    case MALFORMED_REQUEST -> "this is not HTTP/1.1 as RFC 9112 has it";
                    case INTERNAL_ERROR -> "this is a fault of the service";
                    default -> "the request cannot be read: " + type.title();
                });
    }
}
