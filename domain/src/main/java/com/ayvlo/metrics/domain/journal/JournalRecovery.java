package com.ayvlo.metrics.domain.journal;

import java.util.List;

/**
 * What was found when a journal was opened.
 *
 * @param records how many undamaged records there are
 * @param metrics how many metrics they hold
 * @param lastSequence the last sequence that was given away or is skipped because of damage, 0 if
 *     there never was any: the next record has the one behind it
 * @param lastPosition the same of positions
 * @param damages every stretch that could not be read, in order
 */
public record JournalRecovery(
        long records, long metrics, long lastSequence, long lastPosition, List<Damage> damages) {
    /** Takes a copy. */
    public JournalRecovery {
        damages = List.copyOf(damages);
    }

    /**
     * A stretch of bytes that holds no readable record.
     *
     * @param file name of the file
     * @param offset first damaged byte
     * @param length how many bytes
     * @param missingRecords how many records are missing by their numbers; 0 if it is a torn end,
     *     whose records nobody was promised
     * @param missingMetrics how many metrics are missing by their positions
     */
    public record Damage(
            String file, long offset, long length, long missingRecords, long missingMetrics) {}
}
