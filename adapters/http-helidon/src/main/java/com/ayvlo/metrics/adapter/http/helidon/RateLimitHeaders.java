package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Tells callers what is left of their limits: by the RateLimit headers of the IETF's draft, and by
 * the X-RateLimit headers that most clients read.
 */
final class RateLimitHeaders {
    private static final HeaderName POLICY = HeaderNames.create("RateLimit-Policy");
    private static final HeaderName STATE = HeaderNames.create("RateLimit");
    private static final HeaderName LIMIT = HeaderNames.create("X-RateLimit-Limit");
    private static final HeaderName REMAINING = HeaderNames.create("X-RateLimit-Remaining");
    private static final HeaderName RESET = HeaderNames.create("X-RateLimit-Reset");

    private RateLimitHeaders() {}

    /** Sets the headers; none if nothing is limited. */
    static void set(ServerResponse response, Admission admission) {
        List<Allowance> allowances = admission.allowances();
        if (allowances.isEmpty()) {
            return;
        }
        response.header(POLICY, list(allowances, RateLimitHeaders::policy));
        response.header(STATE, list(allowances, each -> state(each, admission)));
        Allowance tightest = tightest(allowances);
        response.header(LIMIT, Long.toString(tightest.limit().permits()));
        response.header(REMAINING, Long.toString(tightest.remaining()));
        response.header(RESET, Long.toString(seconds(tightest.untilFull())));
    }

    /** Whole seconds, rounded up so that nobody comes back too early. */
    static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    static long retryAfter(Admission.Throttled throttled) {
        return Math.max(1, seconds(throttled.retryAfter()));
    }

    private static String policy(Allowance allowance) {
        return "\"%s\";q=%d;w=%d"
                .formatted(
                        allowance.limit().name(),
                        allowance.limit().permits(),
                        allowance.limit().window().toSeconds());
    }

    /** Retry-After may not be earlier than t, so that t is the same when a caller has to wait. */
    private static String state(Allowance allowance, Admission admission) {
        long reset =
                switch (admission) {
                    case Admission.Granted _ -> seconds(allowance.untilFull());
                    case Admission.Throttled throttled -> retryAfter(throttled);
                };
        return "\"%s\";r=%d;t=%d".formatted(allowance.limit().name(), allowance.remaining(), reset);
    }

    private static Allowance tightest(List<Allowance> allowances) {
        Allowance tightest = allowances.getFirst();
        for (Allowance allowance : allowances) {
            if (allowance.remaining() < tightest.remaining()) {
                tightest = allowance;
            }
        }
        return tightest;
    }

    private static String list(List<Allowance> allowances, Function<Allowance, String> item) {
        return String.join(", ", allowances.stream().map(item).toList());
    }
}
