package com.ayvlo.metrics.adapter.http.helidon;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;

/** A decoded body: bounded, and UTF-8 if asked for. Whatever is wrong with it is a refusal. */
final class DecodedStream extends InputStream {
    private final InputStream decoder;
    private final int maxBytes;
    private final @Nullable Utf8 utf8;
    private long total;

    /**
     * @param utf8 checks the bytes; none if they are checked later
     */
    DecodedStream(InputStream decoder, int maxBytes, @Nullable Utf8 utf8) {
        this.decoder = decoder;
        this.maxBytes = maxBytes;
        this.utf8 = utf8;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        int count = next(bytes, offset, length);
        if (count > 0) {
            total += count;
            if (total > maxBytes) {
                throw RequestBody.tooLarge(maxBytes);
            }
        }
        if (utf8 != null && !(count < 0 ? utf8.isWhole() : utf8.accept(bytes, offset, count))) {
            throw new Refusal(
                    ProblemType.INVALID_JSON, "a document is UTF-8 without a byte order mark");
        }
        return count;
    }

    private int next(byte[] bytes, int offset, int length) {
        try {
            return decoder.read(bytes, offset, length);
        } catch (IOException corrupt) {
            throw RequestBody.corrupt();
        }
    }

    @Override
    public void close() throws IOException {
        decoder.close();
    }
}
