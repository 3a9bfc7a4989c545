package com.ayvlo.metrics.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class RateLimitTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RateLimit LIMIT = new RateLimit("query", 1, MINUTE);

    @Test
    void needsPermitsAndAWindow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit("query", 0, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit("query", -1, MINUTE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimit("query", 1, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimit("query", 1, MINUTE.negated()));
    }

    @Test
    void isChargedAtLeastOne() {
        assertThat(new Charge(LIMIT, 1).cost()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Charge(LIMIT, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Charge(LIMIT, -1));
    }

    @Test
    void isAnsweredWithACopyOfTheAllowances() {
        List<Allowance> allowances = new ArrayList<>();
        allowances.add(new Allowance(LIMIT, 1, Duration.ZERO));
        Admission granted = new Admission.Granted(allowances);
        Admission throttled = new Admission.Throttled(allowances, MINUTE);

        allowances.clear();

        assertThat(granted.allowances()).hasSize(1);
        assertThat(throttled.allowances()).hasSize(1);
    }
}
