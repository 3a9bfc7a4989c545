package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;

/** Hears what the batcher does; called by its one thread, and must not block. */
public interface BatcherListener {
    /** A block of so many metrics was stored in this time. */
    void stored(int metrics, Duration took);

    /** An attempt to store a block failed. */
    void failed(StorageException failure);

    /** So many metrics were refused by the store for what they are, and set aside. */
    void setAside(int metrics);
}
