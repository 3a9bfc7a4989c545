package com.ayvlo.metrics.adapter.idempotency.file;

import java.util.Map;
import java.util.TreeMap;

/** What was found damaged and is not forgotten yet. Safe for concurrent use. */
final class Damages {
    private static final System.Logger LOG = System.getLogger(Damages.class.getName());

    /** By log and offset: the length. */
    private final Map<String, Map<Long, Long>> found = new TreeMap<>();

    synchronized void add(LogName log, long offset, long length) {
        Long before =
                found.computeIfAbsent(log.toString(), _ -> new TreeMap<>())
                        .putIfAbsent(offset, length);
        if (before == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "keyed answers are damaged: {0} bytes at {1} of {2}",
                    Long.toString(length),
                    Long.toString(offset),
                    log);
        }
    }

    synchronized void forget(LogName log) {
        found.remove(log.toString());
    }

    /** One line for an operator; empty if there are none. */
    synchronized String describe() {
        StringBuilder text = new StringBuilder();
        found.forEach(
                (log, places) ->
                        text.append(text.isEmpty() ? "damaged: " : ", ")
                                .append(log)
                                .append(
                                        " at %d places, %d bytes"
                                                .formatted(places.size(), sum(places))));
        return text.toString();
    }

    private static long sum(Map<Long, Long> places) {
        return places.values().stream().mapToLong(Long::longValue).sum();
    }
}
