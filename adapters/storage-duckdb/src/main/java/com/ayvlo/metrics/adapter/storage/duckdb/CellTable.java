package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.query.Windows;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the cell that a value belongs to: by open addressing, and the one before first, since
 * metrics that lie next to each other mostly are of the same window.
 */
final class CellTable {
    private static final int FIRST_CAPACITY = 1 << 10;

    private final Windows windows;
    private final List<Cell> cells = new ArrayList<>();
    private @Nullable Cell[] table = new Cell[FIRST_CAPACITY];
    private Windows.Span window = new Windows.Span(0, 0, 1);

    /**
     * @param windows all that a time can be in
     */
    CellTable(Windows windows) {
        this.windows = windows;
    }

    /** Adds a value at a time, in milliseconds since 1970 UTC. */
    void add(long epochMillis, int group, double value) {
        if (epochMillis < window.fromMillis() || epochMillis >= window.toMillis()) {
            window = windows.windowOf(epochMillis);
        }
        cell(window.fromMillis(), group).add(value);
    }

    private Cell cell(long windowStart, int group) {
        int place = place(windowStart, group);
        for (Cell cell = table[place]; cell != null; cell = table[place]) {
            if (cell.windowStart() == windowStart && cell.group() == group) {
                return cell;
            }
            place = (place + 1) & (table.length - 1);
        }
        Cell added = new Cell(windowStart, group);
        cells.add(added);
        table[place] = added;
        if (cells.size() * 2 > table.length) {
            grow();
        }
        return added;
    }

    private int place(long windowStart, int group) {
        long mixed = (windowStart * 31 + group) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & (table.length - 1);
    }

    private void grow() {
        table = new Cell[table.length * 2];
        for (Cell cell : cells) {
            int place = place(cell.windowStart(), cell.group());
            while (table[place] != null) {
                place = (place + 1) & (table.length - 1);
            }
            table[place] = cell;
        }
    }

    /** Those that have a value. */
    List<Cell> cells() {
        return cells;
    }
}
