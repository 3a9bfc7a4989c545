package com.ayvlo.metrics.architecture.planted.application.query;

/** Planted fault: it uses a standard stream. */
final class Prints {
    void print() {
        System.out.println("printed");
    }
}
