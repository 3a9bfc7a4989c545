package com.ayvlo.metrics.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who may know whom. */
record LayerRules(Packages packages) {
    List<Rule> all() {
        List<Rule> rules =
                new ArrayList<>(
                        List.of(
                                new Rule("every class has a place", everyClassHasAPlace()),
                                new Rule("no package cycles", noCycles()),
                                new Rule(
                                        "driven adapters do not know the application",
                                        drivenAdaptersDoNotKnowTheApplication()),
                                new Rule(
                                        "adapters do not know each other",
                                        adaptersDoNotKnowEachOther()),
                                new Rule(
                                        "only bootstrap knows adapters",
                                        onlyBootstrapKnowsAdapters()),
                                new Rule("nobody knows bootstrap", nobodyKnowsBootstrap()),
                                new Rule(
                                        "production does not know the testkit",
                                        productionDoesNotKnowTheTestkit()),
                                new Rule("the testkit knows the domain only", testkit())));
        for (int room = 0; room < Packages.ROOMS.size() - 1; room++) {
            rules.add(new Rule(Packages.ROOMS.get(room) + " knows no later room", order(room)));
        }
        return rules;
    }

    private ArchRule everyClassHasAPlace() {
        List<String> places =
                Stream.concat(
                                Packages.ROOMS.stream(),
                                Stream.of(
                                        "application.*",
                                        "adapter.*.*",
                                        "bootstrap",
                                        "testkit",
                                        "testkit.*"))
                        .toList();
        return classes()
                .should()
                .resideInAnyPackage(packages.of(places))
                .because("the list of the packages is the plan of the service");
    }

    private ArchRule order(int room) {
        List<String> later = Packages.ROOMS.subList(room + 1, Packages.ROOMS.size());
        return noClasses()
                .that()
                .resideInAPackage(packages.of(Packages.ROOMS.get(room)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages.of(later))
                .because("what belongs to two rooms of the domain belongs to the inner one");
    }

    private ArchRule noCycles() {
        return slices().matching(packages.of("(**)"))
                .should()
                .beFreeOfCycles()
                .because("packages in a cycle can only be understood and changed together");
    }

    private ArchRule drivenAdaptersDoNotKnowTheApplication() {
        return noClasses()
                .that(
                        resideInAPackage(packages.adapters())
                                .and(resideOutsideOfPackage(packages.drivingAdapter())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages.application())
                .because("a driven adapter keeps a promise of the domain, whoever asks for it");
    }

    private ArchRule adaptersDoNotKnowEachOther() {
        SliceRule rule =
                slices().matching(packages.of("adapter.(*).(*)..")).should().notDependOnEachOther();
        for (Map.Entry<String, List<String>> shared : Packages.SHARED_CLIENTS.entrySet()) {
            rule =
                    rule.ignoreDependency(
                            resideInAnyPackage(packages.of(shared.getValue())),
                            resideInAPackage(packages.of(shared.getKey())));
        }
        return rule.because("each technology can be replaced without touching another");
    }

    private ArchRule onlyBootstrapKnowsAdapters() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages.adapters(), packages.bootstrap())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages.adapters())
                .because("the wiring alone chooses technologies");
    }

    private ArchRule nobodyKnowsBootstrap() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(packages.bootstrap())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages.bootstrap())
                .because("configuration is handed in, never looked up");
    }

    private ArchRule productionDoesNotKnowTheTestkit() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(packages.testkit())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages.testkit())
                .because("fakes and contracts never run in production");
    }

    private ArchRule testkit() {
        return noClasses()
                .that()
                .resideInAPackage(packages.testkit())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        packages.application(), packages.adapters(), packages.bootstrap())
                .because("a contract speaks only the words of the port it describes");
    }
}
