package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.storage.StorageException;

/**
 * Frees room of the journal in which nothing is needed any more, neither metrics nor answers. The
 * storage may secure later what it has stored now, or be away: it is asked again after the next
 * block, and when there is nothing to do, for a full journal must not wait for a block that cannot
 * come.
 *
 * <p>For one thread.
 */
final class Release {
    private static final System.Logger LOG = System.getLogger(Release.class.getName());

    private final MetricLog.Parts parts;
    private final BatcherListener listener;

    /** Up to where the journal was told to forget. */
    private long released;

    Release(MetricLog.Parts parts, BatcherListener listener) {
        this.parts = parts;
        this.listener = listener;
    }

    /** If metrics were secured since the last time. */
    void newlySecured() {
        release(false);
    }

    /** Also if no metrics were secured since: answers without metrics take room, too. */
    void all() {
        release(true);
    }

    /** Has the storage secure what it has: then the next start has nothing to read again. */
    void secureAll() {
        try {
            parts.storage().secure();
        } catch (StorageException away) {
            listener.failed(away);
        }
        release(true);
    }

    private void release(boolean always) {
        try {
            long secured = parts.nodes().last(parts.storage()::secured);
            if (always || secured > released) {
                parts.answers().secure();
                parts.journal().release(secured);
                released = secured;
            }
        } catch (StorageException away) {
            listener.failed(away);
        } catch (JournalException.Full full) {
            LOG.log(System.Logger.Level.WARNING, "the journal keeps its room", full);
        }
    }
}
