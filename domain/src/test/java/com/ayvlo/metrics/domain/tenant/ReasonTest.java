package com.ayvlo.metrics.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.Locale;

class ReasonTest {
    @ParameterizedTest
    @EnumSource
    void hasItsNameInKebabCaseAsItsId(Reason reason) {
        assertThat(reason.id()).isEqualTo(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Test
    void hasIdsThatDiffer() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::id)).doesNotHaveDuplicates();
    }
}
