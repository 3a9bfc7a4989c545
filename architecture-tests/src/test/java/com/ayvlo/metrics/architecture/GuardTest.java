package com.ayvlo.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Set;
import java.util.stream.Stream;

/** What the rules speak of is there: a rule about a package that is not checks nothing. */
class GuardTest {
    static Stream<String> namedPackages() {
        return Stream.of(
                        Packages.ROOMS.stream(),
                        Vendor.ALL.stream().flatMap(vendor -> vendor.homes().stream()),
                        Stream.of(
                                "application",
                                "adapter.tenant.local",
                                "adapter.ratelimit.local",
                                "bootstrap",
                                "testkit"))
                .flatMap(names -> names)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("namedPackages")
    void everyPackageThatARuleNamesExistsUnlessPlanned(String name) {
        assertThat(Imported.MAIN.containPackage(Packages.REAL.of(name)))
                .as("there is a package %s (strike it off Packages.PLANNED once built)", name)
                .isNotEqualTo(Packages.PLANNED.contains(name));
    }

    static Stream<Arguments> builtHomes() {
        return Vendor.ALL.stream()
                .flatMap(
                        vendor ->
                                vendor.builtHomes().stream()
                                        .map(home -> Arguments.of(vendor.name(), home)));
    }

    @ParameterizedTest
    @MethodSource("builtHomes")
    void everyHomeUsesItsVendor(String vendor, String home) {
        Stream<String> used =
                Imported.MAIN
                        .getPackage(Packages.REAL.of(home))
                        .getClassDependenciesFromThisPackage()
                        .stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName())
                        .distinct();

        assertThat(used).anyMatch(name -> name.startsWith(vendor));
    }

    static Stream<Arguments> sharedClients() {
        return Packages.SHARED_CLIENTS.entrySet().stream()
                .flatMap(
                        shared ->
                                shared.getValue().stream()
                                        .map(user -> Arguments.of(user, shared.getKey())));
    }

    @ParameterizedTest
    @MethodSource("sharedClients")
    void everyAdapterThatMayKnowASharedClientDoes(String user, String shared) {
        Stream<String> used =
                Imported.MAIN
                        .getPackage(Packages.REAL.of(user))
                        .getClassDependenciesFromThisPackage()
                        .stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName());

        assertThat(used).contains(Packages.REAL.of(shared));
    }

    static Set<String> mutable() {
        return ShapeRules.MUTABLE.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutable")
    void everyExemptionFromFinalFieldsIsNeeded(String name) {
        JavaClass exempt = Imported.MAIN.get(Packages.REAL.of(name));

        assertThat(exempt.getFields())
                .anyMatch(field -> !field.getModifiers().contains(JavaModifier.FINAL));
    }

    static Set<String> noUseCases() {
        return ShapeRules.NO_USE_CASES.keySet();
    }

    @ParameterizedTest
    @MethodSource("noUseCases")
    void everyExemptionFromOneMethodIsNeeded(String name) {
        JavaClass exempt = Imported.MAIN.get(Packages.REAL.of(name));

        assertThat(
                        exempt.getMethods().stream()
                                .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC))
                                .filter(m -> !m.getModifiers().contains(JavaModifier.STATIC))
                                .count())
                .isNotEqualTo(1);
    }

    @Test
    void everyModuleWasCompiled() {
        assertThat(Imported.MAIN).hasSizeGreaterThan(100);
        assertThat(Imported.TESTS).hasSizeGreaterThan(10);
    }
}
