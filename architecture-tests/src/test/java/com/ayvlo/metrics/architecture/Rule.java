package com.ayvlo.metrics.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rule of the architecture.
 *
 * @param name a short sentence; unique
 * @param check how it is checked
 */
record Rule(String name, ArchRule check) {
    /**
     * All rules about compiled classes.
     *
     * @param packages where they hold
     * @param tests the classes of the tests, where adapters enrol in the contracts
     */
    static List<Rule> all(Packages packages, JavaClasses tests) {
        return Stream.of(
                        new LayerRules(packages).all(),
                        new JdkRules(packages).all(),
                        Vendor.rules(packages),
                        new PortRules(packages).all(),
                        new EnrolmentRules(packages, tests).all(),
                        new ShapeRules(packages).all(),
                        new BehaviourRules(packages).all())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
