package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

/**
 * What is measured: 1 to {@value #MAX_LENGTH} ASCII letters, digits and {@code _ . : - /}, first a
 * letter or {@code _}.
 */
public record MetricName(String value) implements Comparable<MetricName> {
    /** The most characters that a name may have. */
    public static final int MAX_LENGTH = 200;

    /**
     * A name.
     *
     * @throws InvalidValue if it breaks the rule above
     */
    public MetricName {
        if (!isIdentifier(value, MAX_LENGTH)) {
            throw new InvalidValue(
                    Reason.INVALID_METRIC_NAME,
                    "metric_name",
                    ("a metric name has 1 to %d characters, letters, digits and _ . : - /, first a"
                                    + " letter or _, not %s")
                            .formatted(MAX_LENGTH, InvalidValue.shown(value)));
        }
    }

    /** The rule that names and dimension keys share. */
    static boolean isIdentifier(String text, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength || !isFirst(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!isNext(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFirst(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNext(char c) {
        return isFirst(c) || (c >= '-' && c <= ':'); // - . / 0..9 :
    }

    @Override
    public int compareTo(MetricName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
