package com.ayvlo.metrics.domain.query;

import java.math.BigInteger;

/**
 * Adds doubles without any rounding, as one long fixed-point number in units of the smallest
 * double, 2^-1074. Slower than a floating sum, and right where that is not: where terms cancel each
 * other, or where the way to a sum leads past the largest double.
 *
 * <p>Not safe for concurrent use.
 */
public final class ExactSum {
    /**
     * Smaller than this share of the magnitude, a sum is not trusted: the compensated sum is off by
     * at most a few 2^-53 of the magnitude, which here is 1e-10 of the sum.
     */
    private static final double TRUSTED_SHARE = 1e-5;

    private static final int LIMB_BITS = 32;
    private static final long LIMB_MASK = 0xffff_ffffL;
    private static final int UNIT_EXPONENT = -1074;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
    private static final int EXPONENT_MASK = 0x7ff;

    /** Bits that are kept for the result: more than enough, and no double of them overflows. */
    private static final int RESULT_BITS = 128;

    /** Sums of fewer terms than this cannot overflow a limb, which has 31 bits to spare. */
    private static final int CARRY_AFTER = 1 << 29;

    private final long[] limbs = new long[(EXPONENT_MASK + MANTISSA_BITS) / LIMB_BITS + 4];
    private int sinceCarry;
    private long count;

    /** A sum of nothing yet. */
    public ExactSum() {}

    /**
     * Whether a compensated floating sum is as exact as was promised, so that this class is not
     * needed.
     *
     * @param sum the floating sum
     * @param magnitude the sum of the absolute values of its terms
     */
    public static boolean isTrusted(double sum, double magnitude) {
        return Double.isFinite(sum) && Math.abs(sum) >= magnitude * TRUSTED_SHARE;
    }

    /** Adds a finite value. */
    public void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
        long mantissa = bits & MANTISSA_MASK;
        if (exponent > 0) {
            mantissa |= 1L << MANTISSA_BITS;
            exponent--;
        }
        int limb = exponent / LIMB_BITS;
        int shift = exponent % LIMB_BITS;
        long low = (mantissa & LIMB_MASK) << shift;
        long high = (mantissa >>> LIMB_BITS) << shift;
        long sign = bits >> 63; // 0 or -1
        limbs[limb] += ((low & LIMB_MASK) ^ sign) - sign;
        limbs[limb + 1] += (((low >>> LIMB_BITS) + (high & LIMB_MASK)) ^ sign) - sign;
        limbs[limb + 2] += ((high >>> LIMB_BITS) ^ sign) - sign;
        count++;
        if (++sinceCarry == CARRY_AFTER) {
            carry();
        }
    }

    private void carry() {
        sinceCarry = 0;
        for (int i = 0; i + 1 < limbs.length; i++) {
            limbs[i + 1] += limbs[i] >> LIMB_BITS;
            limbs[i] &= LIMB_MASK;
        }
    }

    /** The sum as the nearest double; infinite only if the sum itself is beyond all doubles. */
    public double sum() {
        return toDouble(total());
    }

    /** The sum divided by the number of terms. */
    public double average() {
        return toDouble(total().divide(BigInteger.valueOf(count)));
    }

    private BigInteger total() {
        BigInteger total = BigInteger.ZERO;
        for (int i = limbs.length - 1; i >= 0; i--) {
            total = total.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[i]));
        }
        return total;
    }

    private static double toDouble(BigInteger units) {
        int shift = Math.max(0, units.bitLength() - RESULT_BITS);
        return Math.scalb(units.shiftRight(shift).doubleValue(), shift + UNIT_EXPONENT);
    }
}
