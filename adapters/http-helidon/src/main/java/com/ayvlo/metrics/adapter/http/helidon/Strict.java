package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads documents that may hold nothing but what they are meant to. */
final class Strict {
    private Strict() {}

    /** Reads the value of a field; the parser stands on it, and then on its last token. */
    @FunctionalInterface
    interface FieldReader {
        /** Reads it, or says that there is no such field. */
        boolean read(String field) throws IOException;
    }

    /**
     * Reads an object; the parser stands on its first token, and then on its last.
     *
     * @return the fields it has
     */
    static Set<String> object(JsonParser json, FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw type(json, "", "the document is an object");
        }
        Set<String> seen = new TreeSet<>();
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            if (!seen.add(field)) {
                throw duplicate(field);
            }
            if (!reader.read(field)) {
                throw unknown(field);
            }
        }
        return seen;
    }

    static String string(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw type(json, field, field + " is a string");
        }
        return json.getText();
    }

    static boolean bool(JsonParser json, String field) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw type(json, field, field + " is true or false");
        };
    }

    /** A whole number; one that no long can hold is as good as the nearest. */
    static long integer(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw type(json, field, field + " is a whole number");
        }
        return switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            default -> json.getText().startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        };
    }

    /** Strings, each at most once. */
    static List<String> strings(JsonParser json, String field, int most) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw type(json, field, field + " is an array of strings");
        }
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String place = field + '/' + texts.size();
            String text = string(json, place);
            if (texts.contains(text)) {
                throw new InvalidValue(
                        Reason.DUPLICATE_FIELD,
                        place,
                        "%s stands at most once in %s".formatted(InvalidValue.shown(text), field));
            }
            if (texts.size() == most) {
                throw new InvalidValue(
                        Reason.INVALID_FIELD, field, field + " has at most " + most + " members");
            }
            texts.add(text);
        }
        return texts;
    }

    /** An object of strings. */
    static Map<String, String> stringMap(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw type(json, field, field + " is an object of strings");
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            String member = field + '/' + InvalidValue.member(key);
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw type(json, member, "a value in " + field + " is a string");
            }
            if (pairs.put(key, json.getText()) != null) {
                throw duplicate(key).within(field);
            }
        }
        return pairs;
    }

    static InvalidValue unknown(String field) {
        return new InvalidValue(
                Reason.UNKNOWN_FIELD,
                InvalidValue.member(field),
                "there is no field " + InvalidValue.shown(field));
    }

    static InvalidValue duplicate(String field) {
        return new InvalidValue(
                Reason.DUPLICATE_FIELD,
                InvalidValue.member(field),
                "a field stands at most once: " + InvalidValue.shown(field));
    }

    static InvalidValue missing(String field) {
        return new InvalidValue(Reason.MISSING_FIELD, field, field + " is required");
    }

    /** The value that the parser stands on is of the wrong type. */
    static InvalidValue type(JsonParser json, String field, String rule) {
        String found =
                switch (json.currentToken()) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a string";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_TRUE, VALUE_FALSE -> "true or false";
                    default -> "null";
                };
        return new InvalidValue(Reason.INVALID_TYPE, field, rule + ", not " + found);
    }
}
