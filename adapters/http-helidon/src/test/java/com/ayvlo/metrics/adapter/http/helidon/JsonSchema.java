package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.JsonTree.array;
import static com.ayvlo.metrics.adapter.http.helidon.JsonTree.object;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The part of JSON Schema 2020-12 that our document uses; a keyword beyond it is a fault. */
final class JsonSchema {
    private static final Set<String> SAY_NOTHING =
            Set.of("description", "default", "additionalProperties", "x-descriptions");

    private final OpenApiDocument document;
    private final List<String> faults = new ArrayList<>();

    private JsonSchema(OpenApiDocument document) {
        this.document = document;
    }

    /** What is wrong with a value, each with its place; nothing if it matches the schema. */
    static List<String> faults(OpenApiDocument document, Map<String, Object> schema, Object value) {
        JsonSchema run = new JsonSchema(document);
        run.check(schema, value, "$");
        return run.faults;
    }

    private void check(Map<String, Object> unresolved, Object value, String at) {
        Map<String, Object> schema = document.resolve(unresolved);
        schema.forEach((keyword, rule) -> check(keyword, rule, value, at));
        if (value instanceof Map<?, ?> && schema.containsKey("additionalProperties")) {
            additional(schema, object(value), at);
        }
    }

    private void check(String keyword, Object rule, Object value, String at) {
        switch (keyword) {
            case "type" -> require(isType(rule, value), at, rule + " expected: " + value);
            case "enum" -> require(array(rule).contains(value), at, "not in the enum: " + value);
            case "format" -> format(rule, value, at);
            case "oneOf" -> oneOf(rule, value, at);
            default -> {
                if (!byType(keyword, rule, value, at) && !SAY_NOTHING.contains(keyword)) {
                    faults.add(at + ": unknown keyword " + keyword);
                }
            }
        }
    }

    /** Keywords that only mean something for values of one type. */
    private boolean byType(String keyword, Object rule, Object value, String at) {
        return switch (keyword) {
            case "minLength", "maxLength", "pattern" -> {
                if (value instanceof String text) {
                    text(keyword, rule, text, at);
                }
                yield true;
            }
            case "minimum", "maximum" -> {
                if (value instanceof BigDecimal number) {
                    int order = number.compareTo((BigDecimal) rule);
                    require(keyword.equals("minimum") ? order >= 0 : order <= 0, at, keyword);
                }
                yield true;
            }
            case "items", "uniqueItems", "minItems" -> {
                if (value instanceof List<?> items) {
                    items(keyword, rule, items, at);
                }
                yield true;
            }
            case "properties",
                    "required",
                    "patternProperties",
                    "propertyNames",
                    "maxProperties" -> {
                if (value instanceof Map<?, ?>) {
                    members(keyword, rule, object(value), at);
                }
                yield true;
            }
            default -> false;
        };
    }

    private void text(String keyword, Object rule, String text, String at) {
        int length = text.codePointCount(0, text.length());
        boolean holds =
                switch (keyword) {
                    case "minLength" -> length >= ((BigDecimal) rule).intValue();
                    case "maxLength" -> length <= ((BigDecimal) rule).intValue();
                    default -> Pattern.compile((String) rule).matcher(text).find();
                };
        require(holds, at, keyword + ' ' + rule + ": " + text);
    }

    private void items(String keyword, Object rule, List<?> items, String at) {
        switch (keyword) {
            case "items" -> {
                for (int i = 0; i < items.size(); i++) {
                    check(object(rule), items.get(i), at + '/' + i);
                }
            }
            case "uniqueItems" ->
                    require(new HashSet<>(items).size() == items.size(), at, "members twice");
            default -> require(items.size() >= ((BigDecimal) rule).intValue(), at, keyword);
        }
    }

    private void members(String keyword, Object rule, Map<String, Object> value, String at) {
        switch (keyword) {
            case "properties" ->
                    object(rule)
                            .forEach(
                                    (name, schema) -> {
                                        if (value.containsKey(name)) {
                                            String place = at + '/' + name;
                                            check(object(schema), value.get(name), place);
                                        }
                                    });
            case "patternProperties" ->
                    object(rule).forEach((pattern, schema) -> matching(pattern, schema, value, at));
            case "required" ->
                    array(rule).forEach(name -> require(value.containsKey(name), at, "no " + name));
            case "propertyNames" ->
                    value.keySet().forEach(name -> check(object(rule), name, at + "~" + name));
            default -> require(value.size() <= ((BigDecimal) rule).intValue(), at, keyword);
        }
    }

    private void matching(String pattern, Object schema, Map<String, Object> value, String at) {
        value.forEach(
                (name, member) -> {
                    if (Pattern.compile(pattern).matcher(name).find()) {
                        check(object(schema), member, at + '/' + name);
                    }
                });
    }

    private void additional(Map<String, Object> schema, Map<String, Object> value, String at) {
        Object rule = schema.get("additionalProperties");
        Set<String> patterns = object(schema.get("patternProperties")).keySet();
        value.forEach(
                (name, member) -> {
                    boolean isKnown =
                            object(schema.get("properties")).containsKey(name)
                                    || patterns.stream()
                                            .anyMatch(
                                                    each ->
                                                            Pattern.compile(each)
                                                                    .matcher(name)
                                                                    .find());
                    if (!isKnown && rule instanceof Boolean allowed) {
                        require(allowed, at, "undocumented: " + name);
                    } else if (!isKnown) {
                        check(object(rule), member, at + '/' + name);
                    }
                });
    }

    private void oneOf(Object rule, Object value, String at) {
        List<List<String>> outcomes =
                array(rule).stream().map(each -> faults(document, object(each), value)).toList();
        require(outcomes.stream().filter(List::isEmpty).count() == 1, at, "oneOf: " + outcomes);
    }

    private void format(Object rule, Object value, String at) {
        if (!(value instanceof String text)) {
            return;
        }
        try {
            Object _ =
                    switch ((String) rule) {
                        case "date-time" -> OffsetDateTime.parse(text);
                        case "uuid" -> UUID.fromString(text);
                        case "uri-reference" -> java.net.URI.create(text);
                        default -> throw new IllegalArgumentException("unknown format " + rule);
                    };
        } catch (DateTimeParseException | IllegalArgumentException wrong) {
            faults.add(at + ": " + wrong.getMessage());
        }
    }

    private static boolean isType(Object rule, Object value) {
        if (rule instanceof List<?> types) {
            return types.stream().anyMatch(type -> isType(type, value));
        }
        return switch ((String) rule) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            case "number" -> value instanceof BigDecimal;
            case "integer" ->
                    value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
            default -> throw new IllegalArgumentException("unknown type " + rule);
        };
    }

    private void require(boolean holds, String at, String fault) {
        if (!holds) {
            faults.add(at + ": " + fault);
        }
    }
}
