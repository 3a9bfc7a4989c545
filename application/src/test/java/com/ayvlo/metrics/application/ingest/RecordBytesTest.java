package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.application.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;

final class RecordBytesTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void numbers_at_every_edge_read_back(long number) {
        ByteBuffer bytes = new RecordBytes(0).putNumber(number).putSigned(number).toBuffer();

        assertThat(RecordBytes.number(bytes)).isEqualTo(number);
        assertThat(RecordBytes.signed(bytes)).isEqualTo(number);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void random_numbers_read_back() {
        Seeds.each(
                200,
                random -> {
                    long number = random.nextLong() >> random.nextInt(64);
                    ByteBuffer bytes =
                            new RecordBytes(1).putSigned(number).putNumber(number).toBuffer();
                    assertThat(RecordBytes.signed(bytes)).isEqualTo(number);
                    assertThat(RecordBytes.number(bytes)).isEqualTo(number);
                });
    }

    @Test
    void small_numbers_of_either_sign_take_one_byte() {
        assertThat(new RecordBytes(0).putNumber(127).toBuffer().remaining()).isEqualTo(1);
        assertThat(new RecordBytes(0).putSigned(-64).toBuffer().remaining()).isEqualTo(1);
        assertThat(new RecordBytes(0).putSigned(63).toBuffer().remaining()).isEqualTo(1);
    }

    @Test
    void a_number_that_never_ends_is_an_error_and_not_a_value() {
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0x80);

        assertThatThrownBy(() -> RecordBytes.number(ByteBuffer.wrap(endless)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bytes_grow_from_nothing_and_read_back_from_where_they_were_asked_for() {
        byte[] content = new byte[1000];
        Arrays.fill(content, (byte) 7);

        ByteBuffer bytes =
                new RecordBytes(0)
                        .putByte(1)
                        .putBytes(content, 16)
                        .putBytes(new byte[0], 0)
                        .putDouble(-0.5)
                        .toBuffer();

        assertThat(bytes.get()).isEqualTo((byte) 1);
        assertThat(RecordBytes.bytes(bytes)).hasSize(984).containsOnly(7);
        assertThat(RecordBytes.bytes(bytes)).isEmpty();
        assertThat(bytes.getDouble()).isEqualTo(-0.5);
        assertThat(bytes.hasRemaining()).isFalse();
    }
}
