package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.DoubleStream;

class ExactSumTest {
    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                1,
                -1,
                0.1,
                Double.MIN_VALUE,
                -Double.MIN_NORMAL,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                1e-300
            })
    void ofOneIsTheValue(double value) {
        assertThat(sum(value).sum()).isEqualTo(value);
        assertThat(sum(value).average()).isEqualTo(value);
    }

    @Test
    void keepsWhatCancellingLeaves() {
        assertThat(sum(1e16, 1, -1e16).sum()).isEqualTo(1);
        assertThat(sum(1e308, 1e308, 3, -1e308, -1e308).sum()).isEqualTo(3);
        assertThat(sum(1e300, Double.MIN_VALUE, -1e300).sum()).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void isInfiniteOnlyBeyondAllDoubles() {
        ExactSum beyond = sum(Double.MAX_VALUE, Double.MAX_VALUE);

        assertThat(beyond.sum()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(beyond.average()).isEqualTo(Double.MAX_VALUE);
        assertThat(sum(-Double.MAX_VALUE, -Double.MAX_VALUE).sum())
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void isThatOfBigDecimals() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            double[] values =
                    random.doubles(1 + random.nextInt(20))
                            .map(value -> (value - 0.5) * Math.pow(10, random.nextInt(600) - 300))
                            .toArray();
            BigDecimal expected =
                    DoubleStream.of(values)
                            .mapToObj(BigDecimal::new)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);

            assertThat(sum(values).sum()).isEqualTo(expected.doubleValue());
            assertThat(sum(values).average())
                    .isEqualTo(
                            expected.divide(
                                            BigDecimal.valueOf(values.length),
                                            MathContext.DECIMAL128)
                                    .doubleValue());
        }
    }

    private static ExactSum sum(double... values) {
        ExactSum sum = new ExactSum();
        DoubleStream.of(values).forEach(sum::add);
        return sum;
    }
}
