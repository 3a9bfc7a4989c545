package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes answers behind each other into logs. Guarded by the lock of {@link AnswerLogs}. */
final class Appender {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Disk disk;
    private final Path directory;
    private final Age age;
    private final Generations generations;
    private final Unwritten unwritten;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final List<Generation> forgotten = new ArrayList<>();
    private boolean newNames;

    Appender(Disk disk, Path directory, Age age, Generations generations, Unwritten unwritten) {
        this.disk = disk;
        this.directory = directory;
        this.age = age;
        this.generations = generations;
        this.unwritten = unwritten;
    }

    /** Takes out what is old enough; its files stay until they are deleted. */
    void forget() {
        forgotten.addAll(generations.remove(one -> age.isOver(one.hour(), one.keptUntil())));
    }

    /** What was taken out and has its files still; to be changed by who deletes them. */
    List<Generation> forgotten() {
        return forgotten;
    }

    /** There are new names that are not durable. */
    void keepNewNames() {
        newNames = true;
    }

    /** Writes what is in no log yet, as far as there is room. */
    void write() throws IOException {
        for (KeyedAnswer answer : unwritten.inOrder()) {
            if (!append(answer)) {
                return;
            }
            unwritten.remove(answer);
        }
    }

    /** False if the disk is full. */
    private boolean append(KeyedAnswer answer) throws IOException {
        Generation generation = generation(LogName.hourOf(answer.epochMillis()));
        try {
            append(answer, generation);
            return true;
        } catch (IOException failed) {
            leave(generation, failed);
            return false;
        }
    }

    /** Leaves a log whose end is torn, because the disk is full. Others begin behind it. */
    private void leave(Generation generation, IOException failed) throws IOException {
        if (!Unwritten.isFull(failed)) {
            throw failed;
        }
        unwritten.fails();
        LogWriter torn = generation.writer();
        if (torn != null) {
            unwritten.leave(torn);
            generation.writer(null);
        }
    }

    private void append(KeyedAnswer answer, Generation generation) throws IOException {
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
        DiskFile file = disk.create(name.in(directory));
        generation.logs().add(name); // also if it gets no header: nobody tries the name again
        LogWriter writer = new LogWriter(file, name, buffer);
        generation.writer(writer);
        writer.begin();
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

    /** Adds all logs that have to be forced; whether there are new ones. */
    boolean collectChanged(List<LogWriter> changed) throws IOException {
        for (Generation generation : generations.all()) {
            LogWriter writer = generation.writer();
            if (writer != null && mark(generation, writer)) {
                changed.add(writer);
            }
        }
        boolean names = newNames;
        newNames = false;
        return names;
    }

    private boolean mark(Generation generation, LogWriter writer) throws IOException {
        try {
            return writer.mark();
        } catch (IOException failed) {
            leave(generation, failed);
            return false;
        }
    }
}
