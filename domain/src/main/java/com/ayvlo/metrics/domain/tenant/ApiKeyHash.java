package com.ayvlo.metrics.domain.tenant;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of an {@link ApiKey}.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ApiKeyHash(String hex) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** A hash in its text form. */
    public ApiKeyHash {
        if (!SHA_256.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal");
        }
    }

    static ApiKeyHash of(byte[] sha256) {
        return new ApiKeyHash(HexFormat.of().formatHex(sha256));
    }
}
