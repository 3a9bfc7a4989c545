package com.ayvlo.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every rule fires: each has a fault planted for it, under {@link Packages#PLANTED}. */
class PlantedFaultsTest {
    private static final String EVERY_VENDOR = "UsesEveryVendor";

    /** For each rule what its report names. */
    private static final Map<String, List<String>> FAULTS =
            Map.ofEntries(
                    entry("every class has a place", List.of("Homeless")),
                    entry("no package cycles", List.of("KnowsStorage.", "KnowsTenant.")),
                    entry(
                            "driven adapters do not know the application",
                            List.of("KnowsApplication")),
                    entry(
                            "adapters do not know each other",
                            List.of("KnowsAnotherAdapter", "KnowsSharedClient")),
                    entry("only bootstrap knows adapters", List.of("KnowsAdapter")),
                    entry("nobody knows bootstrap", List.of("KnowsBootstrap")),
                    entry("production does not know the testkit", List.of("KnowsTestkit")),
                    entry("the testkit knows the domain only", List.of("KnowsUseCase")),
                    entry("domain.tenant knows no later room", List.of("KnowsStorage.")),
                    entry("domain.metric knows no later room", List.of("KnowsQuery.")),
                    entry("domain.query knows no later room", List.of("KnowsStorageToo.")),
                    entry("domain.storage knows no later room", List.of("KnowsJournal.")),
                    entry(
                            "the domain uses itself and values of the JDK",
                            List.of("AtomicLong", "CompletableFuture")),
                    entry("the application uses the domain and threads", List.of("UsesFiles")),
                    entry("io.helidon stays at home", List.of(EVERY_VENDOR)),
                    entry("io.micrometer stays at home", List.of(EVERY_VENDOR)),
                    entry("com.fasterxml.jackson stays at home", List.of(EVERY_VENDOR)),
                    entry("com.github.luben stays at home", List.of(EVERY_VENDOR)),
                    entry("org.duckdb stays at home", List.of(EVERY_VENDOR)),
                    entry("com.clickhouse stays at home", List.of(EVERY_VENDOR)),
                    entry("java.sql stays at home", List.of(EVERY_VENDOR)),
                    entry("org.jdbi stays at home", List.of(EVERY_VENDOR)),
                    entry("org.flywaydb stays at home", List.of(EVERY_VENDOR)),
                    entry("org.postgresql stays at home", List.of(EVERY_VENDOR)),
                    entry("com.zaxxer stays at home", List.of(EVERY_VENDOR)),
                    entry("redis.clients stays at home", List.of(EVERY_VENDOR)),
                    entry("io.zonky stays at home", List.of(EVERY_VENDOR)),
                    entry("redis.embedded stays at home", List.of(EVERY_VENDOR)),
                    entry("org.testcontainers stays at home", List.of(EVERY_VENDOR)),
                    entry("ch.qos.logback stays at home", List.of(EVERY_VENDOR)),
                    entry("org.junit stays at home", List.of(EVERY_VENDOR)),
                    entry("org.assertj stays at home", List.of(EVERY_VENDOR)),
                    entry("ports have no default methods", List.of("PortWithDefault.works()")),
                    entry("ports block", List.of("PortWithFuture.all()")),
                    entry("no method takes an Optional", List.of("OptionalParameter.is(")),
                    entry("every Journal keeps its contract", List.of("UncheckedJournal")),
                    entry("every KeyedAnswers keeps its contract", List.of("UncheckedAnswers")),
                    entry("every Peers keeps its contract", List.of("UncheckedPeers")),
                    entry(
                            "every MetricStorage keeps its contract",
                            List.of("FirstEntry", "Second")),
                    entry("every TenantDirectory keeps its contract", List.of("UncheckedDirec")),
                    entry("every RateLimiter keeps its contract", List.of("UncheckedLimiter")),
                    entry("a driven adapter has one public type", List.of("FirstEntry", "Second")),
                    entry("a use case has one public method", List.of("TwoVerbs", "NoVerb")),
                    entry(
                            "names say what things are",
                            Stream.of(ShapeRules.BANNED_ENDINGS.replace("?", "").split("\\|"))
                                    .map(ending -> "$The" + ending)
                                    .toList()),
                    entry("domain fields are final", List.of("MutableField.count")),
                    entry("static fields are final", List.of("StaticState.count")),
                    entry("concrete classes are final", List.of("OpenClass")),
                    entry(
                            "time comes from a clock",
                            List.of(
                                    "instant()",
                                    "date()",
                                    "millis()",
                                    "clock()",
                                    "InstantSource.system()")),
                    entry("no standard streams", List.of("Prints.print()")),
                    entry("no generic exceptions", List.of("ThrowsAnything.fail()")));

    /** What a report does not name, since it is right. */
    private static final List<String> RIGHT =
            List.of(
                    "EnrolledStorage> does not",
                    "MayKnowSharedClient",
                    "ReadsTheClock.right(",
                    "UsesThreads.right",
                    "OptionalParameter.<init>(java.util.Optional)> does");

    private static final Map<String, Rule> RULES =
            Rule.all(Packages.PLANTED, Imported.PLANTED).stream()
                    .collect(Collectors.toMap(Rule::name, Function.identity()));

    static Stream<String> names() {
        return FAULTS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReported(String name) {
        Rule rule = RULES.get(name);

        String report = rule.check().evaluate(Imported.PLANTED).getFailureReport().toString();

        assertThat(report).contains(FAULTS.get(name)).doesNotContain(RIGHT);
    }

    @Test
    void everyRuleHasAFault() {
        List<String> ofPlannedVendors =
                Vendor.ALL.stream()
                        .filter(vendor -> vendor.builtHomes().isEmpty())
                        .map(Vendor::ruleName)
                        .toList();

        assertThat(RULES.keySet().stream().filter(name -> !ofPlannedVendors.contains(name)))
                .as(
                        "rules; those of a vendor that nobody uses yet cannot have a fault that"
                                + " compiles")
                .containsExactlyInAnyOrderElementsOf(FAULTS.keySet());
    }
}
