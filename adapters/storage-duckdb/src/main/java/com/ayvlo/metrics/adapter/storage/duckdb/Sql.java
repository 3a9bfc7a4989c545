package com.ayvlo.metrics.adapter.storage.duckdb;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A statement in the making. Its text holds our own words and numbers only; whatever came from
 * outside is a parameter.
 *
 * <p>Not safe for concurrent use.
 */
final class Sql {
    private static final long MICROS_PER_MILLI = 1000;

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds text, and the values of its question marks. */
    Sql add(String fragment, Object... values) {
        text.append(fragment);
        Collections.addAll(parameters, values);
        return this;
    }

    /** Adds a statement's text and parameters. */
    Sql add(Sql other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    String text() {
        return text.toString();
    }

    List<Object> parameters() {
        return List.copyOf(parameters);
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    /**
     * A time as a constant of the type of {@code samples.ts}: compared with any other type, the
     * column would be cast and no longer filtered by its zone maps.
     */
    static String timestamp(long epochMillis) {
        return "make_timestamp(" + micros(epochMillis) + ")";
    }

    static long micros(long epochMillis) {
        return epochMillis * MICROS_PER_MILLI;
    }
}
