package com.ayvlo.metrics.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidValueTest {
    private static final String CUT = "…";

    @Test
    void escapesAPointersMemberByRfc6901() {
        assertThat(InvalidValue.member("a/b~c~1")).isEqualTo("a~1b~0c~01");
        assertThat(InvalidValue.member("")).isEmpty();
    }

    @Test
    void showsUpTo64CharactersAsTheyAre() {
        String longest = "x".repeat(64);

        assertThat(InvalidValue.shown(longest)).isEqualTo('"' + longest + '"');
        assertThat(InvalidValue.member(longest)).isEqualTo(longest);
    }

    @Test
    void cutsWhatIsLonger() {
        String longer = "x".repeat(65);

        assertThat(InvalidValue.shown(longer)).isEqualTo('"' + "x".repeat(64) + CUT + '"');
        assertThat(InvalidValue.member(longer)).isEqualTo("x".repeat(64) + CUT);
    }

    @Test
    void cutsBeforeItEscapesSoThatNoEscapeIsTorn() {
        assertThat(InvalidValue.member("x".repeat(63) + "/y"))
                .isEqualTo("x".repeat(63) + "~1" + CUT);
    }

    @Test
    void cutsBesideASurrogatePairNeverInIt() {
        assertThat(InvalidValue.shown("x".repeat(63) + "😀!"))
                .isEqualTo('"' + "x".repeat(63) + CUT + '"');
        assertThat(InvalidValue.shown("x".repeat(62) + "😀!"))
                .isEqualTo('"' + "x".repeat(62) + "😀" + CUT + '"');
    }

    @Test
    void showsHalfASurrogatePairAsSomethingThatUtf8CanWrite() {
        assertThat(InvalidValue.shown("a\ud800b")).isEqualTo("\"a?b\"");
        assertThat(InvalidValue.member("a\udc00/")).isEqualTo("a?~1");
        assertThat(InvalidValue.shown("x".repeat(64) + "\udc00"))
                .isEqualTo('"' + "x".repeat(64) + CUT + '"');
    }

    @Test
    void isSeenFromTheDocumentThatHoldsTheValue() {
        InvalidValue inner = new InvalidValue(Reason.INVALID_VALUE, "value", "too much");
        InvalidValue whole = new InvalidValue(Reason.INVALID_TYPE, "", "not an object");

        assertThat(inner.within("metrics/3").field()).isEqualTo("metrics/3/value");
        assertThat(inner.within("metrics/3").reason()).isEqualTo(Reason.INVALID_VALUE);
        assertThat(inner.within("metrics/3").detail()).isEqualTo("too much");
        assertThat(whole.within("metrics/3").field()).isEqualTo("metrics/3");
    }
}
