package com.ayvlo.metrics.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

import java.util.List;

/**
 * Code of others that only some of our packages may know.
 *
 * @param name its package, with all below it
 * @param homes our packages that may use it
 */
record Vendor(String name, List<String> homes) {
    private static final String HTTP = "adapter.http.helidon";
    private static final String CLICKHOUSE = "adapter.storage.clickhouse";
    private static final String DUCKDB = "adapter.storage.duckdb";
    private static final String POSTGRES = "adapter.tenant.postgres";
    private static final String SERVERS = "testkit.servers";

    static final List<Vendor> ALL =
            List.of(
                    new Vendor("io.helidon", List.of(HTTP)),
                    new Vendor("io.micrometer", List.of(HTTP)),
                    new Vendor("com.fasterxml.jackson", List.of(HTTP)),
                    new Vendor("com.github.luben", List.of(HTTP)),
                    new Vendor("org.duckdb", List.of(DUCKDB)),
                    new Vendor("java.sql", List.of(DUCKDB, POSTGRES, SERVERS)),
                    new Vendor("com.clickhouse", List.of(CLICKHOUSE)),
                    new Vendor("org.jdbi", List.of(POSTGRES)),
                    new Vendor("org.flywaydb", List.of(POSTGRES)),
                    new Vendor("org.postgresql", List.of(POSTGRES)),
                    new Vendor("com.zaxxer", List.of(POSTGRES)),
                    new Vendor(
                            "redis.clients",
                            List.of(
                                    "adapter.client.redis",
                                    "adapter.ratelimit.redis",
                                    "adapter.peers.redis",
                                    SERVERS)),
                    new Vendor("io.zonky", List.of(SERVERS)),
                    new Vendor("redis.embedded", List.of(SERVERS)),
                    new Vendor("org.testcontainers", List.of(SERVERS)),
                    new Vendor("ch.qos.logback", List.of("bootstrap")),
                    new Vendor("org.junit", List.of("testkit")),
                    new Vendor("org.assertj", List.of("testkit")));

    static List<Rule> rules(Packages packages) {
        return ALL.stream()
                .map(vendor -> new Rule(vendor.ruleName(), vendor.rule(packages)))
                .toList();
    }

    String ruleName() {
        return name + " stays at home";
    }

    /** The homes that have been built. */
    List<String> builtHomes() {
        return homes.stream().filter(home -> !Packages.PLANNED.contains(home)).toList();
    }

    private ArchRule rule(Packages packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages.of(homes))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(name + "..")
                .because("a technology that one adapter alone knows can be replaced with it");
    }
}
