package com.ayvlo.metrics.domain.tenant;

import java.nio.charset.StandardCharsets;

/**
 * A value from outside breaks a rule. Thrown by the constructors of the domain's values and by
 * nothing else; the caller is to be told the field, the value and the limit, all of which stand in
 * the message. A plain {@link IllegalArgumentException} on the other hand is a fault of ours.
 */
public final class InvalidValue extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 64;

    private final Reason reason;
    private final String field;

    /**
     * @param reason which rule is broken
     * @param field where, as the members of a JSON pointer without the leading slash: {@code
     *     dimensions/region}; empty for the whole document
     * @param detail a sentence that names the value and the limit
     */
    public InvalidValue(Reason reason, String field, String detail) {
        super(detail);
        this.reason = reason;
        this.field = field;
    }

    /** Which rule is broken. */
    public Reason reason() {
        return reason;
    }

    /** Where, as the members of a JSON pointer without the leading slash. */
    public String field() {
        return field;
    }

    /** The sentence that names the value and the limit. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The same refusal, its field seen from the document that holds the value. */
    public InvalidValue within(String parent) {
        return new InvalidValue(reason, field.isEmpty() ? parent : parent + '/' + field, detail());
    }

    /** One member of a JSON pointer, escaped by RFC 6901 and cut like any echoed value. */
    public static String member(String name) {
        return cut(name).replace("~", "~0").replace("/", "~1");
    }

    /** A value in quotes for a message, cut at 64 characters. */
    public static String shown(CharSequence value) {
        return '"' + cut(value) + '"';
    }

    private static String cut(CharSequence value) {
        if (value.length() <= SHOWN_CHARACTERS) {
            return wellFormed(value);
        }
        int end = Character.isHighSurrogate(value.charAt(SHOWN_CHARACTERS - 1)) ? -1 : 0;
        return wellFormed(value.subSequence(0, SHOWN_CHARACTERS + end)) + "…";
    }

    /**
     * With ? for half a surrogate pair, which no UTF-8 can write: a refusal has to reach its
     * reader.
     */
    private static String wellFormed(CharSequence value) {
        return new String(
                value.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
