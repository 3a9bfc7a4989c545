package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;

import java.io.IOException;
import java.io.InputStream;

/** A body as it travels: bounded, and with the failures of the connection told apart. */
final class WireStream extends InputStream {
    private final InputStream body;
    private final int maxBytes;
    private long total;
    private boolean ended;

    WireStream(InputStream body, int maxBytes) {
        this.body = body;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        int count = next(bytes, offset, length);
        if (count < 0) {
            ended = true;
            return -1;
        }
        total += count;
        if (total > maxBytes) {
            throw RequestBody.tooLarge(maxBytes);
        }
        return count;
    }

    private int next(byte[] bytes, int offset, int length) {
        try {
            return body.read(bytes, offset, length);
        } catch (CloseConnectionException | RequestException known) {
            throw known;
        } catch (IllegalArgumentException framing) {
            // Helidon's word for a chunk that it cannot read.
            throw new Refusal(
                    Problem.of(ProblemType.MALFORMED_REQUEST, "the body's framing is broken")
                            .with(HeaderNames.CONNECTION, "close"));
        } catch (RuntimeException | IOException gone) {
            throw new CloseConnectionException("the client did not send the whole body", gone);
        }
    }

    /** More, unless the end was seen: by this GZIPInputStream decides whether to look for more. */
    @Override
    public int available() {
        return ended ? 0 : 1;
    }
}
