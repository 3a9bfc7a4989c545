package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @CsvSource({
        "00-" + TRACE + '-' + SPAN + "-01, true",
        "00-" + TRACE + '-' + SPAN + "-00, false",
        "00-" + TRACE + '-' + SPAN + "-02, false",
        "01-" + TRACE + '-' + SPAN + "-03, true",
        "cc-" + TRACE + '-' + SPAN + "-01-what-the-future-holds, true",
    })
    void readsTheFirstFourFields(String header, boolean sampled) {
        assertThat(TraceContext.parse(header)).contains(new TraceContext(TRACE, SPAN, sampled));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + '-' + SPAN + "-01",
                "00-" + TRACE + '-' + SPAN + "-01-more",
                "00-" + TRACE + '-' + SPAN + "-01.",
                "01-" + TRACE + '-' + SPAN + "-01more",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-" + TRACE + '-' + SPAN + "-1",
                "00-" + TRACE + '-' + SPAN,
                "00_" + TRACE + '-' + SPAN + "-01",
                " 00-" + TRACE + '-' + SPAN + "-01",
            })
    void ignoresWhatIsNotValid(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }

    @Test
    void goesOnInASpanOfItsOwn() {
        TraceContext child = new TraceContext(TRACE, SPAN, true).child();

        assertThat(child.traceId()).isEqualTo(TRACE);
        assertThat(child.spanId()).isNotEqualTo(SPAN).matches("[0-9a-f]{16}");
        assertThat(TraceContext.parse(child.header())).contains(child);
    }

    @Test
    void startsDifferentTraces() {
        TraceContext one = TraceContext.start();

        assertThat(TraceContext.parse(one.header())).contains(one);
        assertThat(one.traceId()).isNotEqualTo(TraceContext.start().traceId());
    }
}
