package com.ayvlo.metrics.bootstrap;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A curl command of a document, and the answer that the document shows.
 *
 * @param section the heading that it stands under
 * @param command as a shell would read it, continued lines joined
 * @param status of the answer
 * @param answer as shown, JSON
 */
record DocumentedCall(String section, String command, int status, String answer) {
    private static final Pattern HEADING_OR_CALL =
            Pattern.compile(
                    "(?m)^## (?<heading>.*)$"
                            + "|^```sh\n(?<command>curl [^`]*)```\n"
                            + "(?:\n*Answer `(?<status>\\d+)`.*\n+```json\n(?<answer>[^`]*)```)?");

    /** A quoted word, single or double, or a plain one. */
    private static final Pattern WORD =
            Pattern.compile("'(?<single>[^']*)'|\"(?<twice>[^\"]*)\"|(?<plain>\\S+)");

    /** Every curl command of a document; one without an answer has status 0. */
    static List<DocumentedCall> in(String document) {
        List<DocumentedCall> calls = new ArrayList<>();
        String section = "";
        Matcher found = HEADING_OR_CALL.matcher(document);
        while (found.find()) {
            if (found.group("heading") != null) {
                section = found.group("heading");
                continue;
            }
            String status = found.group("status");
            calls.add(
                    new DocumentedCall(
                            section,
                            found.group("command").replace("\\\n", " "),
                            status == null ? 0 : Integer.parseInt(status),
                            status == null ? "" : found.group("answer")));
        }
        return calls;
    }

    /** Sends it to another place than the documented one; {@code $NAME} is replaced. */
    Answer send(ApiClient api, Map<String, String> variables) {
        String method = "";
        String path = "";
        String body = "";
        // What curl says of a body unless it is told otherwise.
        ApiClient client = api.with("Content-Type", "application/x-www-form-urlencoded");
        List<String> words = words(variables);
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-X" -> method = words.get(++i);
                case "-d" -> body = words.get(++i);
                case "-H" -> {
                    String[] header = words.get(++i).split(": ", 2);
                    client = client.with(header[0], header[1]);
                }
                default -> path = pathOf(words.get(i));
            }
        }
        if (method.isEmpty()) {
            method = body.isEmpty() ? "GET" : "POST";
        }
        return client.send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String pathOf(String word) {
        URI uri = URI.create(word);
        if (!"http://localhost:8001".equals(uri.getScheme() + "://" + uri.getAuthority())) {
            throw new IllegalArgumentException("neither an option that is known nor ours: " + word);
        }
        return uri.getRawQuery() == null ? uri.getPath() : uri.getPath() + "?" + uri.getRawQuery();
    }

    private List<String> words(Map<String, String> variables) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            if (word.group("single") != null) {
                words.add(word.group("single"));
            } else {
                String text = word.group("twice") == null ? word.group() : word.group("twice");
                for (Map.Entry<String, String> variable : variables.entrySet()) {
                    text = text.replace("$" + variable.getKey(), variable.getValue());
                }
                words.add(text);
            }
        }
        return words;
    }

    /** Whether a value is what is shown; "…" at the end of a text stands for any rest of it. */
    static boolean matches(Object shown, Object value) {
        return switch (shown) {
            case Map<?, ?> members ->
                    value instanceof Map<?, ?> others
                            && List.copyOf(members.keySet()).equals(List.copyOf(others.keySet()))
                            && allMatch(
                                    new ArrayList<>(members.values()),
                                    new ArrayList<>(others.values()));
            case List<?> items ->
                    value instanceof List<?> others
                            && items.size() == others.size()
                            && allMatch(items, others);
            case String text when text.endsWith("…") ->
                    value instanceof String other
                            && other.startsWith(text.substring(0, text.length() - 1));
            case null -> value == null;
            default -> shown.equals(value);
        };
    }

    private static boolean allMatch(List<?> items, List<?> others) {
        for (int i = 0; i < items.size(); i++) {
            if (!matches(items.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
