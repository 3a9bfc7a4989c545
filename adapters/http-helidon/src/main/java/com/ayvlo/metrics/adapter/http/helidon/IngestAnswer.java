package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.ByteBuffer;

/**
 * An answer as it is sent, and remembered for a request that is sent again: its status in two
 * bytes, then its body.
 */
final class IngestAnswer {
    private static final Header REPEATED =
            HeaderValues.createCached(HeaderNames.create("Idempotent-Replayed"), "true");

    private final Status status;
    private final byte[] body;

    IngestAnswer(Status status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    static IngestAnswer remembered(ByteBuffer answer, boolean stored) {
        ByteBuffer from = answer.duplicate();
        Status status = Status.create(from.getShort());
        byte[] body = new byte[from.remaining()];
        from.get(body);
        boolean isAccepted = status.equals(Status.ACCEPTED_202);
        return new IngestAnswer(isAccepted && stored ? Status.OK_200 : status, body);
    }

    ByteBuffer toRemember() {
        return ByteBuffer.allocate(Short.BYTES + body.length)
                .putShort((short) status.code())
                .put(body)
                .flip();
    }

    void send(ServerRequest request, ServerResponse response) {
        boolean isProblem = status.family() != Status.Family.SUCCESSFUL;
        Answers.prepare(response, status, isProblem ? Problems.MEDIA_TYPE : Answers.JSON);
        Answers.send(request, response, body);
    }

    void sendAgain(ServerRequest request, ServerResponse response) {
        response.header(REPEATED);
        send(request, response);
    }
}
