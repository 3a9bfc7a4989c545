package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.SetAside;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.util.BitSet;

/**
 * One block on its way into the storage, over as many attempts as it takes. Metrics that the
 * storage refuses for what they are get set aside, and the block goes without them under its first
 * token.
 */
final class Delivery {
    private final BlockWriter storage;
    private final SetAside setAside;
    private final Block whole;
    private final BitSet refused = new BitSet();
    private Block rest;

    Delivery(BlockWriter storage, SetAside setAside, Block whole) {
        this.storage = storage;
        this.setAside = setAside;
        this.whole = whole;
        this.rest = whole;
    }

    /**
     * Writes what the storage takes of the block.
     *
     * @throws StorageException if that did not succeed; to be tried again
     */
    void attempt() {
        try {
            storage.write(rest);
        } catch (StorageException.Unsupported refusal) {
            leaveOut(refusal);
            storage.write(rest);
        }
    }

    private void leaveOut(StorageException.Unsupported refusal) {
        BitSet found = RefusedMetrics.find(storage, whole.metrics());
        int before = refused.cardinality();
        refused.or(found);
        if (refused.cardinality() == before) {
            throw refusal; // none of them by itself: something else is wrong
        }
        keep(String.valueOf(refusal));
        BitSet taken = new BitSet();
        taken.set(0, whole.metrics().size());
        taken.andNot(refused);
        rest = new Block(whole.token(), whole.createdAt(), whole.metrics().only(taken));
    }

    private void keep(String why) {
        try {
            setAside.keep(whole.token(), whole.metrics().only(refused), why);
        } catch (JournalException failure) {
            refused.clear(); // to be looked for again
            throw new StorageException.Unavailable(
                    "metrics that the storage refuses cannot be set aside", failure);
        }
    }

    /** How many metrics were set aside so far. */
    int setAside() {
        return refused.cardinality();
    }

    /** How many metrics the block has without them. */
    int size() {
        return rest.metrics().size();
    }
}
