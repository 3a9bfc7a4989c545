package com.ayvlo.metrics.domain.journal;

/** The journal did not take a record. */
public abstract sealed class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    private JournalException(String message) {
        super(message);
    }

    /**
     * There is no room: its bound is reached, or the disk is low. Nothing was written; it takes
     * records again by itself when there is room.
     */
    public static final class Full extends JournalException {
        private static final long serialVersionUID = 1L;

        /** Without a cause. */
        public Full(String message) {
            super(message);
        }
    }

    /**
     * A write or an fsync failed, so that nobody knows what is on the disk; or the journal was
     * closed. The record may be durable or not, and none is taken any more.
     */
    public static final class Stopped extends JournalException {
        private static final long serialVersionUID = 1L;

        /** With the failure that stopped it. */
        public Stopped(String message, Throwable cause) {
            super(message, cause);
        }

        /** Without a cause. */
        public Stopped(String message) {
            super(message);
        }
    }
}
