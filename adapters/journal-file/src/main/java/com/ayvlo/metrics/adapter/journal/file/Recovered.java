package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalRecovery;

import java.util.List;

/**
 * A journal as it was found.
 *
 * @param journal random number of the journal
 * @param segments its files, oldest first
 * @param next where the next segment begins
 * @param afterCrash whether the last fsync may have been cut off
 * @param recovery what there is to report
 */
record Recovered(
        long journal,
        List<Segment> segments,
        SegmentHeader.Start next,
        boolean afterCrash,
        JournalRecovery recovery) {}
