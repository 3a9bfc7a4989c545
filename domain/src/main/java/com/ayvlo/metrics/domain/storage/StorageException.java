package com.ayvlo.metrics.domain.storage;

/**
 * A storage could not do what it was asked. The subclass tells what the caller can do about it; the
 * vendor's exception stays as the cause.
 */
public abstract sealed class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    private StorageException(String message) {
        super(message);
    }

    /** The store is away or closed; nothing was done. Try again. */
    public static final class Unavailable extends StorageException {
        private static final long serialVersionUID = 1L;

        /** With the vendor's exception. */
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }

        /** Without a cause. */
        public Unavailable(String message) {
            super(message);
        }
    }

    /** The store has too much to do, or no room; nothing was done. Back off, then try again. */
    public static final class Overloaded extends StorageException {
        private static final long serialVersionUID = 1L;

        /** With the vendor's exception. */
        public Overloaded(String message, Throwable cause) {
            super(message, cause);
        }

        /** Without a cause. */
        public Overloaded(String message) {
            super(message);
        }
    }

    /** It took longer than it was allowed to. A write may have happened. */
    public static final class TimedOut extends StorageException {
        private static final long serialVersionUID = 1L;

        /** With the vendor's exception. */
        public TimedOut(String message, Throwable cause) {
            super(message, cause);
        }

        /** Without a cause. */
        public TimedOut(String message) {
            super(message);
        }
    }

    /** A write may have happened or not; safe to repeat under the same token. */
    public static final class OutcomeUnknown extends StorageException {
        private static final long serialVersionUID = 1L;

        /** With the vendor's exception. */
        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store cannot do this at all, or refuses this very content; a retry is of no use. */
    public static final class Unsupported extends StorageException {
        private static final long serialVersionUID = 1L;

        /** With the vendor's exception. */
        public Unsupported(String message, Throwable cause) {
            super(message, cause);
        }

        /** Without a cause. */
        public Unsupported(String message) {
            super(message);
        }
    }

    /** What was kept cannot be read back. */
    public static final class Corrupt extends StorageException {
        private static final long serialVersionUID = 1L;

        /** With the vendor's exception. */
        public Corrupt(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
