package com.ayvlo.metrics.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** How much memory the service held over the time of a load. */
final class MemorySamples {
    private final List<Double> mib = new ArrayList<>();

    void add(double sample) {
        mib.add(sample);
    }

    /** The sample after this share of the time. */
    double at(double share) {
        return mib.isEmpty() ? Double.NaN : mib.get((int) (share * (mib.size() - 1)));
    }

    /**
     * How far samples lie from the middle between the lowest and the highest, in percent of it; the
     * first third, in which caches fill, is left out.
     */
    double spreadPercent() {
        List<Double> later = mib.subList(mib.size() / 3, mib.size());
        double low = later.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        double high = later.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return 100 * (high - low) / (high + low);
    }
}
