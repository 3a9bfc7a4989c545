package com.ayvlo.metrics.domain.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret that proves who is asking. It is shown once, when it is made; only its {@link #hash()}
 * is ever kept.
 *
 * <p>A key made by {@link #random} carries 256 random bits, so that a plain SHA-256 is enough:
 * there is nothing to guess from the hash.
 */
public final class ApiKey {
    private static final String PREFIX = "ayk_";
    private static final int RANDOM_BYTES = 32;

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /** A key as a caller presented it; any text will do, a wrong one is simply unknown. */
    public static ApiKey of(String text) {
        return new ApiKey(text);
    }

    /** A new key. */
    public static ApiKey random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new ApiKey(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What may be kept of this key. */
    public ApiKeyHash hash() {
        try {
            return ApiKeyHash.of(
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The secret itself, to be shown to its owner once. */
    public String reveal() {
        return text;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "ApiKey[hidden]";
    }
}
