package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.Fingerprint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Takes the fingerprint of a request while its decoded body is read. */
final class RequestDigest {
    private final DigestInputStream body;
    private final String query;

    /**
     * @param query the query of the request's address
     */
    RequestDigest(InputStream decodedBody, String query) {
        this.body = new DigestInputStream(decodedBody, sha256());
        this.query = query;
    }

    /** The body, to be read instead of the one given. */
    InputStream body() {
        return body;
    }

    /** The fingerprint; reads what is left of the body. */
    Fingerprint fingerprint() {
        try {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        MessageDigest digest = body.getMessageDigest();
        digest.update(('\n' + query).getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(hash.getLong(), hash.getLong());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
