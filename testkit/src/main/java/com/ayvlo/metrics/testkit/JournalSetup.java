package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.Journal;

/** What the contracts of a journal share. Every test has a journal of its own. */
public interface JournalSetup {
    /** More than any test writes. */
    long ROOMY = 64L << 20;

    /** An empty journal that is not open yet and may grow to this size. */
    Journal freshJournal(long maxBytes);

    /**
     * What the next process finds where this journal is, as of now: the journal may be closed, or
     * still open as if its process were killed. Not open yet.
     */
    Journal next(Journal journal);

    /** Opens an empty journal. */
    default Journal opened() {
        Journal journal = freshJournal(ROOMY);
        journal.open(0, _ -> {});
        return journal;
    }
}
