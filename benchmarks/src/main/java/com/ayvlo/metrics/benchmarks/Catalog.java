package com.ayvlo.metrics.benchmarks;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The names in the generated data: 50 metrics, 5 regions, 4 plans, and as many hosts as are due.
 */
final class Catalog {
    static final int METRICS = 50;

    /** What the service calls the tenant that a new installation has in development. */
    static final UUID DEMO_TENANT = tenant(1);

    private static final List<String> KINDS =
            List.of("revenue", "orders", "signups", "latency_ms", "errors", "sessions", "refunds");
    private static final List<String> AREAS =
            List.of("checkout", "search", "billing", "catalog", "support", "mobile", "partner");
    private static final List<String> REGIONS =
            List.of("us-west", "us-east", "eu-west", "eu-central", "ap-south");
    private static final List<String> PLANS = List.of("free", "starter", "pro", "enterprise");

    private Catalog() {}

    /** The n-th tenant; the first is the demo tenant. */
    static UUID tenant(int n) {
        return new UUID(0x4000L, 0x8000_0000_0000_0000L + n);
    }

    static String metric(int n) {
        return "%s.%s_%02d".formatted(AREAS.get(n % AREAS.size()), KINDS.get(n % KINDS.size()), n);
    }

    static List<String> metrics() {
        return metrics(METRICS);
    }

    /** So many names. */
    static List<String> metrics(int count) {
        return IntStream.range(0, count).mapToObj(Catalog::metric).toList();
    }

    static String region(int n) {
        return REGIONS.get(n % REGIONS.size());
    }

    /** The name of the metric of the n-th series of a tenant. */
    static String metricOfSeries(int series) {
        return metric(series % METRICS);
    }

    /** The dimensions of the n-th series of a tenant, as JSON. */
    static String dimensionsOfSeries(int series) {
        int rest = series / METRICS;
        int host = rest / REGIONS.size() / PLANS.size();
        return "{\"region\":\"%s\",\"plan\":\"%s\",\"host\":\"host-%03d\"}"
                .formatted(region(rest), PLANS.get(rest / REGIONS.size() % PLANS.size()), host + 1);
    }
}
