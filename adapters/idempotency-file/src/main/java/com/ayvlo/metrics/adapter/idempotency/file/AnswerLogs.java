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
 * nobody knows. Safe for concurrent use; who puts never waits for an fsync.
 */
final class AnswerLogs {
    private static final System.Logger LOG = System.getLogger(AnswerLogs.class.getName());
    private static final int BUFFER_BYTES = 1 << 16;

    private final Disk disk;
    private final Path directory;
    private final Age age;
    private final Generations generations;
    private final Damages damages;
    private final AtomicReference<@Nullable Failure> ended = new AtomicReference<>();

    /** For files that are forced, closed or deleted. Taken before {@link #writing}. */
    private final ReentrantLock forcing = new ReentrantLock();

    /** For everything below, and for changes of the generations. */
    private final ReentrantLock writing = new ReentrantLock();

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final List<Generation> forgotten = new ArrayList<>();
    private boolean newNames;

    AnswerLogs(Disk disk, Path directory, Age age, Generations generations, Damages damages) {
        this.disk = disk;
        this.directory = directory;
        this.age = age;
        this.generations = generations;
        this.damages = damages;
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
                append(answer);
            }
        } catch (IOException | OutOfMemoryError failed) {
            throw stop(failed);
        } finally {
            writing.unlock();
        }
    }

    private void append(KeyedAnswer answer) throws IOException {
        Generation generation = generation(LogName.hourOf(answer.epochMillis()));
        LogWriter writer = generation.writer();
        if (writer == null) {
            writer = begin(generation);
        }
        long offset = writer.append(answer);
        generation.keptUntil(age.keptUntil());
        generations.put(
                generation,
                answer.key(),
                answer.tenant(),
                Place.pack(writer.name().serial(), offset));
    }

    private Generation generation(long hour) {
        Generation known = generations.of(hour);
        if (known != null) {
            return known;
        }
        forget();
        Generation generation = new Generation(hour, age.keptUntil());
        generations.add(generation);
        return generation;
    }

    /** Never goes on in a file that was found: its end may be torn. */
    private LogWriter begin(Generation generation) throws IOException {
        LogName name = new LogName(generation.hour(), nextSerial(generation));
        newNames = true;
        LogWriter writer = new LogWriter(disk.create(name.in(directory)), name, buffer);
        generation.logs().add(name);
        generation.writer(writer);
        return writer;
    }

    private int nextSerial(Generation generation) throws IOException {
        // What was just forgotten of the same hour may still have its files.
        int last = -1;
        for (Generation one : forgotten) {
            if (one.hour() == generation.hour()) {
                last = Math.max(last, one.logs().getLast().serial());
            }
        }
        if (!generation.logs().isEmpty()) {
            last = Math.max(last, generation.logs().getLast().serial());
        }
        if (last == LogName.MOST_SERIAL) {
            throw new IOException("too many logs of one hour: " + generation.logs().getLast());
        }
        return last + 1;
    }

    /** Makes durable what was put, and deletes what was forgotten. */
    void secure() {
        forcing.lock();
        try {
            requireGoingOn();
            boolean names = sweep();
            List<LogWriter> changed = new ArrayList<>();
            names |= collectChanged(changed);
            for (LogWriter writer : changed) {
                writer.force();
            }
            if (names) {
                disk.forceDirectory(directory);
            }
        } catch (IOException failed) {
            throw stop(failed);
        } finally {
            forcing.unlock();
        }
    }

    /** Adds all logs that have to be forced; whether there are new ones. */
    private boolean collectChanged(List<LogWriter> changed) throws IOException {
        writing.lock();
        try {
            for (Generation generation : generations.all()) {
                LogWriter writer = generation.writer();
                if (writer != null && writer.mark()) {
                    changed.add(writer);
                }
            }
            boolean names = newNames;
            newNames = false;
            return names;
        } finally {
            writing.unlock();
        }
    }

    /** Forgets what is old enough. Deletes nothing yet, for that takes its time. */
    void forget() {
        writing.lock();
        try {
            forgotten.addAll(generations.remove(one -> age.isOver(one.hour(), one.keptUntil())));
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
            over = List.copyOf(forgotten);
        } finally {
            writing.unlock();
        }
        for (Generation generation : over) {
            delete(generation);
        }
        writing.lock();
        try {
            forgotten.removeAll(over);
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
            generations.close();
            forgotten.forEach(AnswerLogs::close);
            forgotten.clear();
        } finally {
            writing.unlock();
            forcing.unlock();
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
