package com.ayvlo.metrics.architecture.planted.domain.metric;

/** Planted fault: a value that changes. */
final class MutableField {
    int count;
}
