package com.ayvlo.metrics.adapter.http.helidon;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Writes a JSON document as YAML 1.2: the same values in blocks instead of brackets. Texts stay in
 * JSON's quotes, which are YAML's as well, so that nothing has to be guessed.
 */
final class Yaml {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z$][A-Za-z0-9_$-]+");
    private static final Pattern OTHER_MEANING =
            Pattern.compile("true|false|null|yes|no|on|off", Pattern.CASE_INSENSITIVE);
    private static final String STEP = "  ";

    private final JsonParser json;
    private final StringBuilder yaml = new StringBuilder();

    private Yaml(JsonParser json) {
        this.json = json;
    }

    /** The document that the parser is in front of. */
    static String of(JsonParser json) throws IOException {
        Yaml writer = new Yaml(json);
        json.nextToken();
        writer.value("", "");
        return writer.yaml.append('\n').toString();
    }

    /**
     * Writes the value that the parser stands on.
     *
     * @param first goes before what a block starts with: a line break, or a blank behind a dash
     */
    private void value(String indent, String first) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            object(indent, first);
        } else if (token == JsonToken.START_ARRAY) {
            array(indent);
        } else {
            yaml.append(' ');
            scalar(token);
        }
    }

    private void object(String indent, String first) throws IOException {
        String before = first;
        String field = json.nextFieldName();
        if (field == null) {
            yaml.append(" {}");
            return;
        }
        for (; field != null; field = json.nextFieldName()) {
            yaml.append(before);
            key(field);
            yaml.append(':');
            json.nextToken();
            value(indent + STEP, '\n' + indent + STEP);
            before = '\n' + indent;
        }
    }

    private void array(String indent) throws IOException {
        if (json.nextToken() == JsonToken.END_ARRAY) {
            yaml.append(" []");
            return;
        }
        for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
            yaml.append('\n').append(indent).append('-');
            value(indent + STEP, " ");
        }
    }

    private void key(String field) {
        if (PLAIN_KEY.matcher(field).matches() && !OTHER_MEANING.matcher(field).matches()) {
            yaml.append(field);
        } else {
            quoted(field);
        }
    }

    private void scalar(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            quoted(json.getText());
        } else {
            yaml.append(json.getText());
        }
    }

    private void quoted(String text) {
        yaml.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
    }
}
