package com.ayvlo.metrics.architecture.planted.application.query;

/** Planted fault: a use case with two verbs; its static factory is right. */
public final class TwoVerbs {
    public static TwoVerbs of() {
        return new TwoVerbs();
    }

    public int ask() {
        return 1;
    }

    public int answer() {
        return 2;
    }
}
