package com.ayvlo.metrics.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import java.time.Clock;
import java.util.List;

/** What code does not do. */
record BehaviourRules(Packages packages) {
    List<Rule> all() {
        return List.of(
                new Rule("time comes from a clock", timeComesFromAClock()),
                new Rule("no standard streams", noStandardStreams()),
                new Rule("no generic exceptions", noGenericExceptions()));
    }

    private ArchRule timeComesFromAClock() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(packages.bootstrap())
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "it reads the machine's clock", BehaviourRules::readsTheClock))
                .because(
                        "time that is handed in can be set by a test; nanoTime measures durations");
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
            return false;
        }
        String owner = target.getOwner().getName();
        String name = target.getName();
        List<JavaClass> parameters = target.getRawParameterTypes();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.time.InstantSource" -> name.equals("system");
            case "java.util.Calendar" -> name.equals("getInstance");
            case "java.util.Date", "java.util.GregorianCalendar" ->
                    name.equals("<init>") && parameters.isEmpty();
            default ->
                    owner.startsWith("java.time.")
                            && name.equals("now")
                            && parameters.stream()
                                    .noneMatch(type -> type.isAssignableTo(Clock.class));
        };
    }

    private ArchRule noStandardStreams() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages.bootstrap(), packages.of("testkit.servers.."))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because(
                        "what is worth saying is logged; bootstrap prints what must not be, and a"
                                + " server for tests says why it does not start");
    }

    private static ArchRule noGenericExceptions() {
        return noClasses()
                .should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS)
                .because("a caller has to be able to tell one failure from another");
    }
}
