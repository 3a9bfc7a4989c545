package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Registers handlers such that HEAD is answered like GET, OPTIONS with the methods of the path, and
 * any other method with 405.
 */
final class Routes {
    private final HttpRules rules;
    private final Map<String, List<String>> methods = new LinkedHashMap<>();

    Routes(HttpRules rules) {
        this.rules = rules;
    }

    Routes get(String path, Handler handler) {
        rules.get(path, handler).head(path, handler);
        return allow(path, "GET").allow(path, "HEAD");
    }

    Routes post(String path, Handler handler) {
        rules.post(path, handler);
        return allow(path, "POST");
    }

    Routes patch(String path, Handler handler) {
        rules.patch(path, handler);
        return allow(path, "PATCH");
    }

    /** To be called when all handlers are registered. */
    void refuseOtherMethods() {
        methods.forEach(
                (path, allowed) -> {
                    String header = String.join(", ", allowed) + ", OPTIONS";
                    rules.any(path, (request, response) -> refuse(request, response, header));
                });
    }

    /** The methods of each path, but for OPTIONS. */
    Map<String, List<String>> methods() {
        return methods;
    }

    private Routes allow(String path, String method) {
        methods.computeIfAbsent(path, _ -> new ArrayList<>()).add(method);
        return this;
    }

    private static void refuse(ServerRequest request, ServerResponse response, String allowed) {
        if (request.prologue().method().equals(Method.OPTIONS)) {
            response.status(Status.NO_CONTENT_204).header(HeaderNames.ALLOW, allowed).send();
            return;
        }
        throw new Refusal(
                Problem.of(ProblemType.METHOD_NOT_ALLOWED, "this path answers to " + allowed)
                        .with(HeaderNames.ALLOW, allowed));
    }
}
