package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.Journal;

class InMemoryJournalContractTest implements JournalContract {
    @Override
    public Journal freshJournal(long maxBytes) {
        return new InMemoryJournal(maxBytes);
    }

    @Override
    public Journal next(Journal journal) {
        return ((InMemoryJournal) journal).next();
    }
}
