package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantId;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * The header {@code Idempotency-Key} of the IETF draft: a quoted string of structured fields (RFC
 * 9651), or the same without quotes.
 *
 * @param text what the sender chose
 */
record IdempotencyKey(String text) {
    private static final HeaderName NAME = HeaderNames.create("Idempotency-Key");
    private static final int MAX_LENGTH = 255;

    /** The key of this request, if it has one. */
    static Optional<IdempotencyKey> of(ServerRequest request) {
        List<String> values = request.headers().all(NAME, List::of);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String text = values.size() == 1 ? unquoted(values.getFirst().strip()) : "";
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (text.isEmpty() || text.length() > MAX_LENGTH || !printable) {
            throw new InvalidValue(
                    Reason.INVALID_FIELD,
                    "Idempotency-Key",
                    "a request has one Idempotency-Key of 1 to %d printable ASCII characters"
                            .formatted(MAX_LENGTH));
        }
        return Optional.of(new IdempotencyKey(text));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted
                ? value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : value;
    }

    /** Recognises a request of this tenant to this path under this key. */
    RequestKey requestKey(TenantId tenant, String path) {
        MessageDigest digest = RequestDigest.sha256();
        digest.update(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(tenant.value().getMostSignificantBits())
                        .putLong(tenant.value().getLeastSignificantBits())
                        .flip());
        digest.update((path + '\n' + text).getBytes(StandardCharsets.US_ASCII));
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new RequestKey(hash.getLong(), hash.getLong());
    }
}
