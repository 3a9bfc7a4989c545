package com.ayvlo.metrics.bootstrap;

import java.io.PrintStream;

/** The few lines that a person waits for; they go to standard output, outside the log. */
final class Console {
    private static final PrintStream OUT = System.out;

    private Console() {}

    static void say(String line) {
        OUT.println(line);
    }
}
