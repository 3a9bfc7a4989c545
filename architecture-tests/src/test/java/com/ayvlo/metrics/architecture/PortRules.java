package com.ayvlo.metrics.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * How ports look: interfaces of domain and application that are not sealed (those are outcomes).
 */
record PortRules(Packages packages) {
    private static final DescribedPredicate<JavaClass> PROMISE =
            assignableTo(Future.class)
                    .or(assignableTo(CompletionStage.class))
                    .or(assignableTo(Flow.Publisher.class));
    private static final DescribedPredicate<JavaClass> OPTIONAL =
            assignableTo(Optional.class)
                    .or(assignableTo(OptionalInt.class))
                    .or(assignableTo(OptionalLong.class))
                    .or(assignableTo(OptionalDouble.class));

    List<Rule> all() {
        return List.of(
                new Rule("ports have no default methods", noDefaultMethods()),
                new Rule("ports block", portsBlock()),
                new Rule("no method takes an Optional", noOptionalParameter()));
    }

    private DescribedPredicate<JavaClass> ports() {
        return INTERFACES
                .and(resideInAnyPackage(packages.domain(), packages.application()))
                .and(DescribedPredicate.describe("are not sealed", type -> !type.isSealed()))
                .as("ports");
    }

    private ArchRule noDefaultMethods() {
        return methods()
                .that()
                .areDeclaredInClassesThat(ports())
                .and()
                .areNotStatic()
                .should()
                .haveModifier(JavaModifier.ABSTRACT)
                .because("a new method must break every adapter until it answers");
    }

    private ArchRule portsBlock() {
        return noMethods()
                .that()
                .areDeclaredInClassesThat(ports())
                .should(
                        Conditions.satisfy(
                                "speak of a Future", method -> speaksOf(method, PROMISE)))
                .because("blocking code on virtual threads is simpler to write, read and debug");
    }

    private static boolean speaksOf(JavaMethod method, DescribedPredicate<JavaClass> type) {
        return Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                .map(JavaType::getAllInvolvedRawTypes)
                .anyMatch(involved -> involved.stream().anyMatch(type));
    }

    private ArchRule noOptionalParameter() {
        return noMethods()
                .that()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should(
                        Conditions.satisfy(
                                "take an Optional",
                                method ->
                                        method.getRawParameterTypes().stream().anyMatch(OPTIONAL)))
                .because(
                        "an Optional is an answer; a caller who has no value calls another method");
    }
}
