package com.ayvlo.metrics.testkit.servers;

import org.opentest4j.TestAbortedException;

/** What happens to a test whose server cannot be had. */
public final class MissingServer {
    private MissingServer() {}

    /**
     * Aborts the test, but fails it where a missing server is a fault: if the environment variable
     * {@code CI} is set.
     *
     * @param server what is missing
     * @param howToGetIt what to do about it
     * @return to be thrown
     */
    public static RuntimeException abort(String server, String howToGetIt) {
        String message = "%s is missing: %s".formatted(server, howToGetIt);
        String ci = System.getenv("CI");
        if (ci != null && !ci.isEmpty()) {
            throw new AssertionError(message);
        }
        return new TestAbortedException(message);
    }
}
