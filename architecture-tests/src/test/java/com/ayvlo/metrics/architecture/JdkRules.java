package com.ayvlo.metrics.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;

/** What the inside may use: lists of the allowed, which also catch what nobody thought of. */
record JdkRules(Packages packages) {
    private static final DescribedPredicate<JavaClass> VALUES_AND_RULES =
            resideInAnyPackage(
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.util.regex",
                    "java.time..",
                    "java.math",
                    "java.nio.charset",
                    "java.security");

    List<Rule> all() {
        return List.of(
                new Rule("the domain uses itself and values of the JDK", domain()),
                new Rule("the application uses the domain and threads", application()));
    }

    private ArchRule domain() {
        return classes()
                .that()
                .resideInAPackage(packages.domain())
                .should()
                .onlyDependOnClassesThat(
                        VALUES_AND_RULES
                                .or(resideInAnyPackage(packages.domain()))
                                .or(name("java.nio.ByteOrder"))
                                .or(name("java.nio.ByteBuffer"))
                                .as("are of the domain or values of the JDK"))
                .because(
                        "the domain's rules are read and tested without any technology, file,"
                                + " network or thread; ByteOrder and ByteBuffer only hold bytes");
    }

    private ArchRule application() {
        return classes()
                .that()
                .resideInAPackage(packages.application())
                .should()
                .onlyDependOnClassesThat(
                        VALUES_AND_RULES
                                .or(
                                        resideInAnyPackage(
                                                packages.application(),
                                                packages.domain(),
                                                "java.nio",
                                                "java.util.concurrent..",
                                                "org.jspecify.annotations"))
                                .as(
                                        "are of application or domain, or threads and values of the"
                                                + " JDK"))
                .because("use cases know ports, never what is behind them");
    }
}
