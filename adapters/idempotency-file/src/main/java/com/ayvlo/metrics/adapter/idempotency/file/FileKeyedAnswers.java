package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Answers to keyed requests in files of this node's own disk: logs for each hour of the answers'
 * times, FORMAT.md describes every byte, and an index of each hour in memory outside the heap,
 * about 35 bytes for a key, which is read from the logs at the start. An hour is forgotten as a
 * whole.
 *
 * <p>Safe for concurrent use, also by threads that are interrupted. The directory is used by one
 * process at a time; somebody else sees to that.
 */
public final class FileKeyedAnswers implements KeyedAnswers {
    private final FileKeyedAnswersConfig config;
    private final Disk disk;
    private final Age age;
    private final Room room;
    private final Damages damages = new Damages();
    private final Generations generations;
    private final AnswerLogs logs;
    private final AnswerReader reader;
    private volatile boolean open;

    /**
     * Does nothing yet: {@link #open} does.
     *
     * @param clock the one by which answers have their times
     */
    public FileKeyedAnswers(FileKeyedAnswersConfig config, InstantSource clock) {
        this(config, clock, System::nanoTime, new LocalDisk());
    }

    FileKeyedAnswers(
            FileKeyedAnswersConfig config, InstantSource clock, LongSupplier nanoTime, Disk disk) {
        this.config = config;
        this.disk = disk;
        this.age = new Age(config.keep(), clock, nanoTime);
        this.room = new Room(config.maxKeys());
        this.generations = new Generations(room);
        this.logs = new AnswerLogs(disk, config.directory(), age, generations, damages);
        this.reader = new AnswerReader(disk, config.directory(), damages);
    }

    @Override
    public void open() {
        if (open || logs.ended() != null) {
            throw new IllegalStateException("keyed answers are opened once");
        }
        try {
            new Recovery(disk, config.directory(), age, damages, generations).run();
            open = true;
        } catch (IOException | OutOfMemoryError failed) {
            logs.close();
            throw new JournalException.Stopped(
                    "the keyed answers in %s cannot be opened: %s"
                            .formatted(config.directory(), failed),
                    failed);
        }
    }

    @Override
    public Optional<KeyedAnswer> find(RequestKey key) {
        requireOpen();
        Optional<KeyedAnswer> unwritten = logs.unwritten().find(key); // first: it moves to a log
        if (unwritten.isPresent()) {
            return unwritten;
        }
        Place place = generations.find(key);
        if (place == null) {
            requireOpen(); // If it was closed meanwhile, nobody knows.
            return Optional.empty();
        }
        try {
            return reader.read(key, place);
        } catch (IOException failed) {
            return unread(key, place, failed);
        }
    }

    /** What was forgotten in this very moment has no file any more. */
    private Optional<KeyedAnswer> unread(RequestKey key, Place place, IOException failed) {
        requireOpen();
        if (!place.equals(generations.find(key))) {
            return Optional.empty();
        }
        throw new JournalException.Stopped("a keyed answer cannot be read: " + failed, failed);
    }

    /** After a failure of the disk, answers are still found. */
    private void requireOpen() {
        if (!open) {
            throw notOpen();
        }
    }

    private JournalException.Stopped notOpen() {
        Failure ended = logs.ended();
        return ended != null
                ? ended.exception()
                : new JournalException.Stopped("the keyed answers are not open");
    }

    @Override
    public boolean hasRoom(TenantId tenant) {
        if (!open || !logs.tryAgain() || logs.ended() != null) {
            return false;
        }
        if (!room.has(tenant)) {
            logs.forget();
        }
        return room.has(tenant);
    }

    @Override
    public void put(KeyedAnswer answer) {
        requireOpen();
        logs.put(answer);
    }

    @Override
    public void secure() {
        requireOpen();
        logs.secure();
    }

    @Override
    public long size() {
        return room.size() + logs.unwritten().size();
    }

    @Override
    public Health check() {
        if (open) {
            logs.clean();
            logs.tryAgain();
        }
        String why = obstacle();
        if (why != null) {
            return Health.down(why);
        }
        if (!logs.unwritten().isEmpty()) {
            return Health.degraded(logs.unwritten().describe());
        }
        String damage = damages.describe();
        if (!damage.isEmpty()) {
            return Health.degraded(damage + "; " + room.describe());
        }
        return room.isFull() ? Health.degraded(room.describe()) : Health.up(room.describe());
    }

    private @Nullable String obstacle() {
        Failure ended = logs.ended();
        if (ended != null) {
            return ended.why();
        }
        return open ? null : "the keyed answers are not open";
    }

    /** What the indexes take outside the heap. */
    long indexBytes() {
        return generations.indexBytes();
    }

    @Override
    public void close() {
        open = false;
        logs.close();
    }
}
