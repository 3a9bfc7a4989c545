package com.ayvlo.metrics.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages of the service under a root: the real one, or the one of the planted faults.
 *
 * @param root the package that holds them all
 */
record Packages(String root) {
    static final Packages REAL = new Packages("com.ayvlo.metrics");
    static final Packages PLANTED = new Packages("com.ayvlo.metrics.architecture.planted");

    /** The rooms of the domain: each may use itself and those before it. */
    static final List<String> ROOMS =
            List.of(
                    "domain.tenant",
                    "domain.metric",
                    "domain.query",
                    "domain.storage",
                    "domain.journal");

    /**
     * What rules name and nobody has built yet. A rule about a package that is not there checks
     * nothing and says nothing, hence this list: see {@code GuardTest}.
     */
    static final Set<String> PLANNED = Set.of();

    /** What adapters of one technology share, and the only ones that may know it. */
    static final Map<String, List<String>> SHARED_CLIENTS =
            Map.of(
                    "adapter.client.redis",
                    List.of("adapter.ratelimit.redis", "adapter.peers.redis"));

    /** A package, or a pattern for packages, below the root. */
    String of(String relative) {
        return root + '.' + relative;
    }

    String[] of(List<String> relative) {
        return relative.stream().map(this::of).toArray(String[]::new);
    }

    String domain() {
        return of("domain..");
    }

    String application() {
        return of("application..");
    }

    String adapters() {
        return of("adapter..");
    }

    /** The one adapter that drives the application; all others are driven. */
    String drivingAdapter() {
        return of("adapter.http..");
    }

    String bootstrap() {
        return of("bootstrap..");
    }

    String testkit() {
        return of("testkit..");
    }
}
