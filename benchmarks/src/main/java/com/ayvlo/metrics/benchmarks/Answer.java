package com.ayvlo.metrics.benchmarks;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param body as text
 */
record Answer(int status, String body) {
    /**
     * The text of a good answer.
     *
     * @throws IllegalStateException if it has another status
     */
    String expect(int expected) {
        if (status != expected) {
            throw new IllegalStateException(
                    "status %d instead of %d: %s".formatted(status, expected, body));
        }
        return body;
    }
}
