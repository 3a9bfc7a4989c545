package com.ayvlo.metrics.architecture.planted.domain.query;

import java.util.Optional;

/** Planted fault: a method takes an Optional; that the constructor does is right. */
public record OptionalParameter(Optional<String> component) {
    boolean is(Optional<String> other) {
        return component.equals(other);
    }
}
