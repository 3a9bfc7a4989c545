package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

/**
 * Why one metric of a request was not taken: the first rule that it broke.
 *
 * @param index its place among the metrics of the request, from 0
 * @param reason which rule
 * @param field where in the metric, as the members of a JSON pointer without the leading slash
 * @param detail a sentence that names the value and the limit
 */
public record Rejection(int index, Reason reason, String field, String detail) {
    static Rejection of(int index, InvalidValue fault) {
        return new Rejection(index, fault.reason(), fault.field(), fault.detail());
    }
}
