package com.ayvlo.metrics.architecture.planted.domain.query;

/** Planted fault: a port answers for its adapters. */
public interface PortWithDefault {
    default boolean works() {
        return true;
    }
}
