package com.ayvlo.metrics.architecture.planted.application.query;

/** Planted fault: nobody can tell what failed. */
final class ThrowsAnything {
    void fail() {
        throw new RuntimeException("anything");
    }
}
