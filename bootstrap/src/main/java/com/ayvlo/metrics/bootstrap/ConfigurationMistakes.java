package com.ayvlo.metrics.bootstrap;

import java.util.List;

/** The configuration cannot be used. Names every mistake in it at once. */
public final class ConfigurationMistakes extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line for each mistake, starting with the variable's name. */
    ConfigurationMistakes(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
    }
}
