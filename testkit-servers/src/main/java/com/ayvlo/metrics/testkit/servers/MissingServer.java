package com.ayvlo.metrics.testkit.servers;

import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What happens to a test whose server cannot be had: on a developer's machine it is aborted, where
 * the environment variable {@code CI} is set it fails, so that nothing is skipped that looks green.
 */
public final class MissingServer {
    private MissingServer() {}

    /**
     * Ends the test.
     *
     * @param server what is missing
     * @param howToGetIt the command that installs it, or the variable that names one
     * @return to be thrown: the test is aborted
     * @throws AssertionFailedError if the environment variable {@code CI} is set
     */
    public static RuntimeException abort(String server, String howToGetIt) {
        return abort(server, howToGetIt, System.getenv("CI"));
    }

    static RuntimeException abort(String server, String howToGetIt, @Nullable String ci) {
        String message = "%s is needed and cannot be had: %s".formatted(server, howToGetIt);
        if (ci != null && !ci.isEmpty()) {
            throw new AssertionFailedError(message);
        }
        return new TestAbortedException(message);
    }
}
