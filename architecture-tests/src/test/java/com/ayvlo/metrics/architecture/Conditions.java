package com.ayvlo.metrics.architecture;

import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.function.Predicate;

/** Conditions that ArchUnit has no words for. */
final class Conditions {
    private Conditions() {}

    static <T extends HasDescription> ArchCondition<T> satisfy(
            String description, Predicate<T> predicate) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                boolean satisfied = predicate.test(item);
                events.add(
                        new SimpleConditionEvent(
                                item,
                                satisfied,
                                "%s does %s%s"
                                        .formatted(
                                                item.getDescription(),
                                                satisfied ? "" : "not ",
                                                description)));
            }
        };
    }
}
