package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesDictionary;
import com.ayvlo.metrics.domain.metric.SeriesKey;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A series dictionary without a limit. Safe for concurrent use. */
public final class TestSeriesDictionary implements SeriesDictionary {
    private final Map<String, Series> known = new HashMap<>();

    /** An empty dictionary. */
    public TestSeriesDictionary() {}

    @Override
    public Series resolve(SeriesKey key) {
        String spelt = new String(key.toBytes(), StandardCharsets.ISO_8859_1);
        synchronized (known) {
            Series series = known.get(spelt);
            if (series == null) {
                series = key.toSeries(known.size());
                known.put(spelt, series);
            }
            return series;
        }
    }

    /** How many series are known. */
    public int size() {
        synchronized (known) {
            return known.size();
        }
    }
}
