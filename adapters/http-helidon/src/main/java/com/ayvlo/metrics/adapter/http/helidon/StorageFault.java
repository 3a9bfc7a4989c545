package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.storage.StorageException;

/** The kinds of {@link StorageException}, with the names that operators see. */
enum StorageFault {
    UNAVAILABLE("unavailable"),
    OVERLOADED("overloaded"),
    TIMED_OUT("timed-out"),
    OUTCOME_UNKNOWN("outcome-unknown"),
    UNSUPPORTED("unsupported"),
    CORRUPT("corrupt");

    private final String id;

    StorageFault(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static StorageFault of(StorageException failure) {
        return switch (failure) {
            case StorageException.Unavailable _ -> UNAVAILABLE;
            case StorageException.Overloaded _ -> OVERLOADED;
            case StorageException.TimedOut _ -> TIMED_OUT;
            case StorageException.OutcomeUnknown _ -> OUTCOME_UNKNOWN;
            case StorageException.Unsupported _ -> UNSUPPORTED;
            case StorageException.Corrupt _ -> CORRUPT;
        };
    }
}
