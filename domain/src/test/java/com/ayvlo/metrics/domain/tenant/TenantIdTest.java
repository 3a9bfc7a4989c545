package com.ayvlo.metrics.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

class TenantIdTest {
    private static final String TEXT = "00000000-0000-4000-8000-000000000001";

    @Test
    void readsWhatItPrints() {
        assertThat(TenantId.parse(TEXT)).hasToString(TEXT);
        assertThat(TenantId.parse(TEXT)).isEqualTo(new TenantId(UUID.fromString(TEXT)));
    }

    @Test
    void readsEitherCaseAsTheSameTenant() {
        assertThat(TenantId.parse("ABCDEFAB-CDEF-ABCD-EFAB-CDEFABCDEFAB"))
                .isEqualTo(TenantId.parse("abcdefab-cdef-abcd-efab-cdefabcdefab"))
                .hasToString("abcdefab-cdef-abcd-efab-cdefabcdefab");
    }

    /** UUID.fromString alone would take the first three of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1-1-1-1",
                "0-0-4000-8000-000000000001",
                "00000000-0000-4000-8000-00000000000",
                "00000000-0000-4000-8000-0000000000011",
                "00000000-0000-4000-8000-00000000000g",
                "000000000000400080000000000000001",
                " 00000000-0000-4000-8000-000000000001",
                "00000000-0000-4000-8000-000000000001\n",
                "{00000000-0000-4000-8000-000000000001}",
                "０0000000-0000-4000-8000-000000000001",
                ""
            })
    void refusesEveryOtherText(String text) {
        InvalidValue refusal = catchThrowableOfType(InvalidValue.class, () -> TenantId.parse(text));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_TENANT_ID);
        assertThat(refusal.field()).isEqualTo("id");
        assertThat(refusal.detail()).contains("36 characters", InvalidValue.shown(text));
    }
}
