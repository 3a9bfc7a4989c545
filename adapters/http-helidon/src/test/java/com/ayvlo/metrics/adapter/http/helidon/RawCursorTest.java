package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.tenant.InvalidValue;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.Map;
import java.util.Random;

class RawCursorTest {
    private static final RawRow ROW =
            new RawRow(
                    1_736_937_000_000L,
                    Dimensions.of(Map.of("region", "us-west", "emoji", "😀\t")),
                    -1250.5,
                    Metadata.of(Map.of("note", "\u0000\"")),
                    7);

    @Test
    void readsWhatItWrote() {
        assertThat(RawCursor.decode(RawCursor.encode(ROW))).isEqualTo(ROW);
    }

    @Test
    void refusesWhatWasChanged() {
        byte[] bytes = Base64.getUrlDecoder().decode(RawCursor.encode(ROW));
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));

            refuses(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
    }

    @Test
    void refusesWhatIsNone() {
        refuses("");
        refuses("AA");
        refuses("not base64!");
        refuses(Base64.getUrlEncoder().encodeToString(new byte[100]));
        refuses(RawCursor.encode(ROW).substring(0, 20));
    }

    private static void refuses(String cursor) {
        assertThatThrownBy(() -> RawCursor.decode(cursor))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("next_cursor");
    }
}
