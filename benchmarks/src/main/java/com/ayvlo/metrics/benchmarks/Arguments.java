package com.ayvlo.metrics.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Arguments of a command: words, and options of the form {@code --name value}. */
record Arguments(List<String> words, Map<String, String> options) {
    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException for an option that is not one of {@code known}
     */
    static Arguments parse(String[] arguments, Set<String> known) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (!known.contains(argument.substring(2)) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "%s is no option with a value; those are %s".formatted(argument, known));
            } else {
                options.put(argument.substring(2), arguments[++i]);
            }
        }
        return new Arguments(words, options);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(options.get(name));
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    long number(String name, long otherwise) {
        return text(name).map(Long::parseLong).orElse(otherwise);
    }

    int count(String name, int otherwise) {
        return Math.toIntExact(number(name, otherwise));
    }
}
