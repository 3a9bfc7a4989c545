package com.ayvlo.metrics.bootstrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads environment variables, and collects what is wrong with them. An empty one is not set. */
final class Variables {
    private static final int MAX_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("(?:tcp://[^/]+:)?([0-9]{1,5})");

    private final Map<String, String> environment;
    private final List<String> mistakes = new ArrayList<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    Optional<Secret> secret(String name, int minLength) {
        Optional<Secret> secret = text(name).map(Secret::new);
        if (secret.isPresent() && secret.get().reveal().length() < minLength) {
            mistake(name, "needs at least %d characters".formatted(minLength));
        }
        return secret;
    }

    boolean flag(String name) {
        return switch (text(name, "false").toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> {
                mistake(name, "is true or false, not " + shown(name));
                yield false;
            }
        };
    }

    long number(String name, long otherwise, long min, long max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, as for a number out of bounds
        }
        mistake(name, "is a whole number from %d to %d, not %s".formatted(min, max, shown(name)));
        return otherwise;
    }

    /** A port, or the address with one that Kubernetes gives ({@code tcp://10.0.0.1:8123}). */
    int port(String name, int otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher port = PORT.matcher(text.get());
        if (port.matches()) {
            int number = Integer.parseInt(port.group(1));
            if (number >= 1 && number <= MAX_PORT) {
                return number;
            }
        }
        mistake(
                name,
                "is a port from 1 to %d or tcp://host:port, not %s"
                        .formatted(MAX_PORT, shown(name)));
        return otherwise;
    }

    /** A text of a form; the rule says which. */
    String matching(String name, String otherwise, Pattern form, String rule) {
        String text = text(name, otherwise);
        if (form.matcher(text).matches()) {
            return text;
        }
        mistake(name, "%s, not %s".formatted(rule, shown(name)));
        return otherwise;
    }

    <E extends Enum<E>> E choice(String name, E otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E choice : otherwise.getDeclaringClass().getEnumConstants()) {
            if (spelt(choice).equals(text.get().toLowerCase(Locale.ROOT))) {
                return choice;
            }
        }
        String choices =
                Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                        .map(Variables::spelt)
                        .collect(Collectors.joining(" or "));
        mistake(name, "is %s, not %s".formatted(choices, shown(name)));
        return otherwise;
    }

    void mistake(String name, String sentence) {
        mistakes.add(name + " " + sentence);
    }

    void failOnMistakes() {
        if (!mistakes.isEmpty()) {
            throw new ConfigurationMistakes(mistakes);
        }
    }

    private static String spelt(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String shown(String name) {
        return '"' + text(name, "") + '"';
    }
}
