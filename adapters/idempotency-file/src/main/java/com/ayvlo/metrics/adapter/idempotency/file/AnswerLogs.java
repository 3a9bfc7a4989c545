package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes, forces and deletes logs. The first failure of the disk ends it: what is on the disk then,
 * nobody knows. That it is full is none: answers are kept in memory until there is room. Safe for
 * concurrent use; who puts never waits for an fsync.
 */
final class AnswerLogs {
    private static final System.Logger LOG = System.getLogger(AnswerLogs.class.getName());

    private final Disk disk;
    private final Path directory;
    private final Generations generations;
    private final Damages damages;
    private final AtomicReference<@Nullable Failure> ended = new AtomicReference<>();

    /** For files that are forced, closed or deleted. Taken before {@link #writing}. */
    private final ReentrantLock forcing = new ReentrantLock();

    /** For everything below, and for changes of the generations. */
    private final ReentrantLock writing = new ReentrantLock();

    private final Unwritten unwritten = new Unwritten();
    private final Appender appender;

    AnswerLogs(Disk disk, Path directory, Age age, Generations generations, Damages damages) {
        this.disk = disk;
        this.directory = directory;
        this.generations = generations;
        this.damages = damages;
        this.appender = new Appender(disk, directory, age, generations, unwritten);
    }

    /** Why nothing is taken any more, if it is so. */
    @Nullable Failure ended() {
        return ended.get();
    }

    private void requireGoingOn() {
        Failure failure = ended.get();
        if (failure != null) {
            throw failure.exception();
        }
    }

    private JournalException.Stopped stop(Throwable cause) {
        String why = "keyed answers have stopped, because a file could not be written: " + cause;
        if (ended.compareAndSet(null, new Failure(why, cause))) {
            LOG.log(System.Logger.Level.ERROR, why, cause);
        }
        return new JournalException.Stopped(why, cause);
    }

    void put(KeyedAnswer answer) {
        writing.lock();
        try {
            requireGoingOn();
            if (generations.find(answer.key()) == null) {
                boolean isNew = unwritten.isEmpty();
                unwritten.add(answer);
                if (isNew || unwritten.isDue()) {
                    appender.write();
                }
            }
        } catch (IOException | OutOfMemoryError failed) {
            unwritten.remove(answer);
            throw stop(failed);
        } finally {
            writing.unlock();
        }
    }

    /** What is put and in no log yet. */
    Unwritten unwritten() {
        return unwritten;
    }

    /** Writes what there was no room for, now and then; whether nothing is left. */
    boolean tryAgain() {
        if (unwritten.isDue()) {
            writing.lock();
            try {
                if (ended.get() == null) {
                    appender.write();
                }
            } catch (IOException | OutOfMemoryError failed) {
                stop(failed);
            } finally {
                writing.unlock();
            }
        }
        return unwritten.isEmpty();
    }

    /**
     * Makes durable what was put, and deletes what was forgotten.
     *
     * @throws JournalException.Full if the disk has no room for all that was put
     */
    void secure() {
        forcing.lock();
        try {
            requireGoingOn();
            List<LogWriter> changed = new ArrayList<>();
            boolean names = collectChanged(changed, sweep());
            for (LogWriter writer : changed) {
                writer.force();
            }
            unwritten.forceLeft();
            if (names) {
                disk.forceDirectory(directory);
            }
        } catch (IOException failed) {
            throw stop(failed);
        } finally {
            forcing.unlock();
        }
    }

    private boolean collectChanged(List<LogWriter> changed, boolean deleted) throws IOException {
        writing.lock();
        try {
            appender.write();
            if (unwritten.isEmpty()) {
                return appender.collectChanged(changed) || deleted;
            }
            if (deleted) {
                appender.keepNewNames();
            }
            throw new JournalException.Full(unwritten.describe());
        } finally {
            writing.unlock();
        }
    }

    /** Forgets what is old enough. Deletes nothing yet, for that takes its time. */
    void forget() {
        writing.lock();
        try {
            appender.forget();
        } finally {
            writing.unlock();
        }
    }

    /** Forgets and deletes what is old enough, unless files are being forced. */
    void clean() {
        if (ended.get() == null && forcing.tryLock()) {
            try {
                if (sweep()) {
                    disk.forceDirectory(directory);
                }
            } catch (IOException failed) {
                stop(failed);
            } finally {
                forcing.unlock();
            }
        }
    }

    /** Whether anything was deleted. */
    private boolean sweep() throws IOException {
        List<Generation> over;
        writing.lock();
        try {
            forget();
            over = List.copyOf(appender.forgotten());
        } finally {
            writing.unlock();
        }
        for (Generation generation : over) {
            delete(generation);
        }
        writing.lock();
        try {
            appender.forgotten().removeAll(over);
        } finally {
            writing.unlock();
        }
        return !over.isEmpty();
    }

    private void delete(Generation generation) throws IOException {
        LogWriter writer = generation.writer();
        if (writer != null) {
            writer.close();
        }
        for (LogName log : generation.logs()) {
            disk.delete(log.in(directory));
            damages.forget(log);
        }
    }

    void close() {
        forcing.lock();
        writing.lock();
        try {
            ended.set(Failure.CLOSED);
            for (Generation generation : generations.all()) {
                close(generation);
            }
            closeLeft();
            generations.close();
            appender.forgotten().forEach(AnswerLogs::close);
            appender.forgotten().clear();
        } finally {
            writing.unlock();
            forcing.unlock();
        }
    }

    private void closeLeft() {
        try {
            unwritten.closeLeft();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "a log could not be closed", failed);
        }
    }

    private static void close(Generation generation) {
        LogWriter writer = generation.writer();
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException failed) {
                // Nothing was promised about what has not been secured.
                LOG.log(System.Logger.Level.WARNING, "a log could not be closed", failed);
            }
        }
    }
}
