package com.ayvlo.metrics.architecture;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** The service keeps every rule. */
class ArchitectureTest {
    static List<Rule> rules() {
        return Rule.all(Packages.REAL, Imported.TESTS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isKept(Rule rule) {
        rule.check().check(Imported.MAIN);
    }
}
