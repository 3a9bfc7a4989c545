package com.ayvlo.metrics.adapter.idempotency.file;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a log: {@code <hour>-<serial>.answers}.
 *
 * @param hour of the answers' times, in hours since 1970 UTC
 * @param serial tells the logs of one hour apart: every process begins its own
 */
record LogName(long hour, int serial) {
    /** The largest serial: it has 15 bits of a {@link Place}. */
    static final int MOST_SERIAL = (1 << 15) - 1;

    private static final long HOUR_MILLIS = 3_600_000;
    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,13})-(\\d{1,5})\\.answers");

    static long hourOf(long epochMillis) {
        return Math.floorDiv(epochMillis, HOUR_MILLIS);
    }

    /** The name of this file, if it is one. */
    static Optional<LogName> of(Path file) {
        Matcher matcher = TEXT.matcher(String.valueOf(file.getFileName()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        LogName name =
                new LogName(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        return name.serial <= MOST_SERIAL && file.endsWith(name.toString())
                ? Optional.of(name)
                : Optional.empty();
    }

    Path in(Path directory) {
        return directory.resolve(toString());
    }

    @Override
    public String toString() {
        return hour + "-" + serial + ".answers";
    }
}
