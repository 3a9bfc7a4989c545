package com.ayvlo.metrics.benchmarks;

/**
 * One measured number.
 *
 * @param key its name in JSON
 * @param label its name in the table
 * @param value the number
 * @param unit what it counts
 * @param decimals how many the table shows
 */
record Figure(String key, String label, double value, String unit, int decimals) {}
