package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderValues;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a caller is told when a request was refused or failed.
 *
 * @param type the kind
 * @param code the stable code: the kind's own, or that of the one rule that was broken
 * @param detail a sentence for people
 * @param errors the rules that were broken
 * @param headers to be sent with it
 */
record Problem(
        ProblemType type, String code, String detail, List<Fault> errors, List<Header> headers) {

    /**
     * A rule that was broken.
     *
     * @param index which metric of a batch
     * @param pointer where, as a JSON pointer
     * @param code which rule
     * @param detail a sentence that names the value and the limit
     */
    record Fault(OptionalInt index, String pointer, String code, String detail) {}

    Problem {
        errors = List.copyOf(errors);
        headers = List.copyOf(headers);
    }

    static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.code(), detail, List.of(), List.of());
    }

    /** A value of the request broke a rule; the field is seen from the root of the document. */
    static Problem of(InvalidValue fault) {
        ProblemType type =
                fault.reason() == Reason.INVALID_JSON
                        ? ProblemType.INVALID_JSON
                        : ProblemType.REFUSED;
        Fault error =
                new Fault(
                        OptionalInt.empty(),
                        pointer(fault.field()),
                        fault.reason().id(),
                        fault.detail());
        return new Problem(type, fault.reason().id(), fault.detail(), List.of(error), List.of());
    }

    static String pointer(String field) {
        return field.isEmpty() ? "" : '/' + field;
    }

    Problem with(HeaderName name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(HeaderValues.create(name, value));
        return new Problem(type, code, detail, errors, more);
    }
}
