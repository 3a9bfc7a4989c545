package com.ayvlo.metrics.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scenarios with the servers of production beside the service. */
final class Production {
    static final String NAME = "production";

    private Production() {}

    /** Those with a name; {@code production} are all. Empty if there are none. */
    static List<Measurement> named(String name, Arguments arguments) {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put(
                NAME + "-ingest",
                directory -> new ProductionIngest(arguments, directory).measure());
        all.put(
                NAME + "-queries",
                directory -> new ProductionQueries(arguments, directory).measure());
        all.put(NAME + "-outage", directory -> Outage.measure(arguments, directory));
        all.put(NAME + "-limit", _ -> ProductionLimit.measure());
        return all.entrySet().stream()
                .filter(each -> name.equals(NAME) || name.equals(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
