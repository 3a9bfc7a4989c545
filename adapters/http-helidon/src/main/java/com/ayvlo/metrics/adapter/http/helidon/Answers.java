package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Sends answers. */
final class Answers {
    static final String JSON = "application/json";

    private static final byte[] NO_BODY = {};
    private static final Header NO_STORE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header NO_SNIFF =
            HeaderValues.createCached(HeaderNames.create("X-Content-Type-Options"), "nosniff");

    private Answers() {}

    /** Sets what every answer of the API has. */
    static ServerResponse prepare(ServerResponse response, Status status, String contentType) {
        return response.status(status)
                .header(NO_STORE)
                .header(NO_SNIFF)
                .header(HeaderNames.CONTENT_TYPE, contentType);
    }

    static void json(ServerRequest request, ServerResponse response, Status status, byte[] body) {
        prepare(response, status, JSON);
        send(request, response, body);
    }

    /** Sends this body; the answer to HEAD only says how long it would be. */
    static void send(ServerRequest request, ServerResponse response, byte[] body) {
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
            response.send(NO_BODY);
        } else {
            response.send(body);
        }
    }
}
