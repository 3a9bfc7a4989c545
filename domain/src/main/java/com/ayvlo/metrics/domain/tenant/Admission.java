package com.ayvlo.metrics.domain.tenant;

import java.time.Duration;
import java.util.List;

/** Whether a request may go on under its tenant's limits. */
public sealed interface Admission {
    /** What is left of each limit, in the order of the charges. */
    List<Allowance> allowances();

    /** It may; every charge was taken. */
    record Granted(List<Allowance> allowances) implements Admission {
        /** Takes a copy. */
        public Granted {
            allowances = List.copyOf(allowances);
        }
    }

    /**
     * It may not; nothing was taken.
     *
     * @param retryAfter when the same charges would be granted, if nothing is spent meanwhile
     */
    record Throttled(List<Allowance> allowances, Duration retryAfter) implements Admission {
        /** Takes a copy. */
        public Throttled {
            allowances = List.copyOf(allowances);
        }
    }
}
