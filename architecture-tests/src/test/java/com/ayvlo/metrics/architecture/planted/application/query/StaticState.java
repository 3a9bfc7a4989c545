package com.ayvlo.metrics.architecture.planted.application.query;

/** Planted fault: state that belongs to nobody. */
final class StaticState {
    static int count;
}
