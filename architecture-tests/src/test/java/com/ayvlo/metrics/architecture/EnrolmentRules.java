package com.ayvlo.metrics.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;

/** Whoever implements a port proves that it keeps the port's promise. */
record EnrolmentRules(Packages packages, JavaClasses tests) {
    /** The ports that have a contract in the testkit. */
    private static final List<String> PORTS =
            List.of(
                    "domain.journal.Journal",
                    "domain.journal.KeyedAnswers",
                    "domain.journal.Peers",
                    "domain.storage.MetricStorage",
                    "domain.tenant.TenantDirectory",
                    "domain.tenant.RateLimiter");

    List<Rule> all() {
        return PORTS.stream().map(this::rule).toList();
    }

    private Rule rule(String port) {
        String simpleName = port.substring(port.lastIndexOf('.') + 1);
        return new Rule("every " + simpleName + " keeps its contract", enrolled(port, simpleName));
    }

    private ArchRule enrolled(String port, String simpleName) {
        String contract = packages.of("testkit." + simpleName + "Contract");
        return classes()
                .that(assignableTo(packages.of(port)))
                .and()
                .areNotInterfaces()
                .and()
                .resideOutsideOfPackage(packages.domain()) // those promise nothing: Peers.NONE
                .should(
                        Conditions.satisfy(
                                "have a <name>ContractTest that implements " + contract,
                                implementation -> isEnrolled(implementation, contract)))
                .because("a port is what its contract says, and nothing else can be relied on");
    }

    private boolean isEnrolled(JavaClass implementation, String contract) {
        String expected =
                implementation.getPackageName()
                        + '.'
                        + implementation.getSimpleName()
                        + "ContractTest";
        return tests.contain(expected)
                && tests.get(expected).isAssignableTo(contract)
                && !tests.get(expected).getModifiers().contains(JavaModifier.ABSTRACT);
    }
}
