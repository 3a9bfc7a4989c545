package com.ayvlo.metrics.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** How types look. */
record ShapeRules(Packages packages) {
    static final String BANNED_ENDINGS = "Impl|Utils?|Helper|Manager|Processor|Common|Base";

    /** Public classes of the application that are no use cases, and what they are instead. */
    static final Map<String, String> NO_USE_CASES =
            Map.of(
                    "application.ingest.Backlog",
                    "keeps what is not stored yet, and tells how much and for how long",
                    "application.ingest.MetricLog",
                    "has a life of its own: opened, asked how much is waiting, closed",
                    "application.ingest.MetricSink",
                    "collects one metric after the other, field by field",
                    "application.ingest.NodeSeriesDictionary",
                    "keeps a port's promise and tells its size");

    /** Classes of the domain that change, and why they may. */
    static final Map<String, String> MUTABLE =
            Map.of(
                    "domain.metric.MetricBatch$Builder",
                    "fills the columns of a batch; used once, by one thread",
                    "domain.query.ExactSum",
                    "adds value after value; lives as long as one answer",
                    "domain.query.RawPageBuilder",
                    "takes row after row; lives as long as one answer",
                    "domain.metric.SeriesKey",
                    "is filled again for every metric: no garbage on the hot path",
                    "domain.metric.Spelling",
                    "is the bytes of such a key",
                    "domain.metric.Spelling$Reader",
                    "walks through the bytes of a key; lives as long as one call");

    List<Rule> all() {
        return List.of(
                new Rule("a driven adapter has one public type", onePublicType()),
                new Rule("a use case has one public method", onePublicMethod()),
                new Rule("names say what things are", names()),
                new Rule("domain fields are final", domainFieldsAreFinal()),
                new Rule("static fields are final", staticFieldsAreFinal()),
                new Rule("concrete classes are final", concreteClassesAreFinal()));
    }

    private ArchRule onePublicType() {
        return classes()
                .that(
                        entryTypes()
                                .and(resideInAPackage(packages.adapters()))
                                .and(resideOutsideOfPackage(packages.drivingAdapter())))
                .should(
                        Conditions.satisfy(
                                "be its package's only public type besides *Config records",
                                type ->
                                        type.getPackage().getClasses().stream()
                                                        .filter(entryTypes())
                                                        .count()
                                                == 1))
                .because("what nobody can see can be replaced; two entries are two modules");
    }

    private static DescribedPredicate<JavaClass> entryTypes() {
        return DescribedPredicate.describe(
                "are public, top-level and no *Config records",
                type ->
                        type.isTopLevelClass()
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && !(type.isRecord() && type.getSimpleName().endsWith("Config")));
    }

    private ArchRule onePublicMethod() {
        return classes()
                .that()
                .resideInAPackage(packages.application())
                .and(useCases())
                .should(
                        Conditions.satisfy(
                                "have exactly one public method besides static factories",
                                type -> publicMethods(type) == 1))
                .because("a use case is one verb: two are two classes");
    }

    private DescribedPredicate<JavaClass> useCases() {
        Set<String> exempt = NO_USE_CASES.keySet();
        return DescribedPredicate.describe(
                "are use cases",
                type ->
                        type.isTopLevelClass()
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && !type.isInterface()
                                && !type.isRecord()
                                && !type.isEnum()
                                && exempt.stream()
                                        .map(packages::of)
                                        .noneMatch(type.getName()::equals));
    }

    private static long publicMethods(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .count();
    }

    private static ArchRule names() {
        return noClasses()
                .should()
                .haveNameMatching(".*(" + BANNED_ENDINGS + ")")
                .because("such a name fits everything, so everything would end up there");
    }

    private ArchRule domainFieldsAreFinal() {
        DescribedPredicate<JavaClass> mutable =
                DescribedPredicate.describe(
                        "change with a reason",
                        type ->
                                MUTABLE.keySet().stream()
                                        .map(packages::of)
                                        .anyMatch(type.getName()::equals));
        return fields().that()
                .areDeclaredInClassesThat(resideInAPackage(packages.domain()).and(not(mutable)))
                .should()
                .beFinal()
                .because("values that never change can be shared and reasoned about");
    }

    private static ArchRule staticFieldsAreFinal() {
        return fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("state belongs to an object that the wiring made");
    }

    private static ArchRule concreteClassesAreFinal() {
        return classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("a class is either made to be extended, and says so, or it is not");
    }
}
