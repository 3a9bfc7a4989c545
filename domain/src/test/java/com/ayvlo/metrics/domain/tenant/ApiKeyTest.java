package com.ayvlo.metrics.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;

class ApiKeyTest {
    /** The example of FIPS 180-2, appendix B.1. */
    @Test
    void hashesBySha256() {
        assertThat(ApiKey.of("abc").hash().hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void hashesAnyTextThatACallerPresents() {
        assertThat(ApiKey.of("").hash()).isNotEqualTo(ApiKey.of(" ").hash());
        assertThat(ApiKey.of("ü\ud800").hash().hex()).hasSize(64);
    }

    @Test
    void isRandomAndFitForAHeader() {
        SecureRandom random = new SecureRandom();
        ApiKey key = ApiKey.random(random);

        assertThat(key.reveal()).matches("ayk_[A-Za-z0-9_-]{43}");
        assertThat(key.reveal()).isNotEqualTo(ApiKey.random(random).reveal());
        assertThat(ApiKey.of(key.reveal()).hash()).isEqualTo(key.hash());
    }

    @Test
    void neverPrintsTheSecret() {
        assertThat(ApiKey.of("secret")).asString().doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba78",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
            })
    void isKeptAs64LowerCaseHexadecimalDigitsOnly(String hex) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ApiKeyHash(hex));
    }
}
