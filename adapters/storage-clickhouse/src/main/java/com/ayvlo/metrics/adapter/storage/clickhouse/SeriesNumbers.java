package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.Series;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers of the names and of the spelt dimensions that series have, kept from block to block: most
 * series of a block were in one before, and then nothing is compared, hashed or spelt again.
 *
 * <p>Forgets everything when it has grown large. Safe for concurrent use.
 */
final class SeriesNumbers {
    /** More than a block can have. */
    private static final int MOST = 1 << 18;

    /** The most ids of series that are remembered; others are looked up each time. */
    private static final int MOST_IDS = 1 << 22;

    private Series[] known = new Series[1 << 10];
    private int[] nameOf = new int[known.length];
    private int[] textOf = new int[known.length];
    private final Map<SeriesName, Integer> nameNumbers = new HashMap<>();
    private final List<SeriesName> names = new ArrayList<>();
    private final Map<Dimensions, Integer> textNumbers = new HashMap<>();
    private final List<byte[]> texts = new ArrayList<>();

    /** A number for each metric of a block, and what the numbers mean. */
    static final class Column<T> {
        private final int[] numbers;
        private final List<T> values;

        private Column(int[] numbers, List<T> values) {
            this.numbers = numbers;
            this.values = values;
        }

        /** The numbers by metric. */
        int[] numbers() {
            return numbers;
        }

        /** The values by number, each once. */
        List<T> values() {
            return values;
        }

        T value(int metric) {
            return values.get(numbers[metric]);
        }
    }

    /** The names and the spelt dimensions of a block. */
    record Columns(Column<SeriesName> names, Column<byte[]> texts) {}

    /** Looks up all series of a block. */
    synchronized Columns of(MetricBatch metrics) {
        if (names.size() > MOST || texts.size() > MOST) {
            forget();
        }
        int[] blockNames = new int[metrics.size()];
        int[] blockTexts = new int[metrics.size()];
        for (int i = 0; i < blockNames.length; i++) {
            Series series = metrics.series(i);
            int id = series.id();
            if (isKnown(series)) {
                blockNames[i] = nameOf[id];
                blockTexts[i] = textOf[id];
            } else {
                blockNames[i] = nameNumber(series);
                blockTexts[i] = textNumber(series);
                remember(series, blockNames[i], blockTexts[i]);
            }
        }
        return new Columns(column(blockNames, names), column(blockTexts, texts));
    }

    /** The very same object: what is only equal costs a comparison to find out. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isKnown(Series series) {
        return series.id() < known.length && known[series.id()] == series;
    }

    private void forget() {
        nameNumbers.clear();
        names.clear();
        textNumbers.clear();
        texts.clear();
        Arrays.fill(known, null);
    }

    private int nameNumber(Series series) {
        return nameNumbers.computeIfAbsent(
                new SeriesName(series.tenant().value(), series.name().value()),
                name -> add(name, names));
    }

    private int textNumber(Series series) {
        return textNumbers.computeIfAbsent(
                series.dimensions(),
                dimensions ->
                        add(SeriesText.of(dimensions).getBytes(StandardCharsets.UTF_8), texts));
    }

    private static <T> int add(T value, List<T> values) {
        values.add(value);
        return values.size() - 1;
    }

    private void remember(Series series, int name, int text) {
        int id = series.id();
        if (id >= MOST_IDS) {
            return;
        }
        if (id >= known.length) {
            int capacity = Math.max(id + 1, known.length * 2);
            known = Arrays.copyOf(known, capacity);
            nameOf = Arrays.copyOf(nameOf, capacity);
            textOf = Arrays.copyOf(textOf, capacity);
        }
        known[id] = series;
        nameOf[id] = name;
        textOf[id] = text;
    }

    /** The same with only the values that the block has. */
    private static <T> Column<T> column(int[] numbers, List<T> all) {
        int[] own = new int[all.size()];
        List<T> values = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            int number = numbers[i];
            if (own[number] == 0) {
                values.add(all.get(number));
                own[number] = values.size();
            }
            numbers[i] = own[number] - 1;
        }
        return new Column<>(numbers, values);
    }
}
