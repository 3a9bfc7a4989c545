package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Appends to a log that it begins. Only {@link #force} may be called by a second thread. */
final class LogWriter implements Closeable {
    private final DiskFile file;
    private final LogName name;
    private final byte[] memory;
    private final ByteBuffer buffer;
    private long end;
    private boolean dirty;

    /**
     * A log without anything; {@link #begin} comes first.
     *
     * @param memory for what is written at once; may be shared with others that this thread uses
     */
    LogWriter(DiskFile file, LogName name, byte[] memory) {
        this.file = file;
        this.name = name;
        this.memory = memory;
        this.buffer = ByteBuffer.wrap(memory);
    }

    /** Writes the header. */
    void begin() throws IOException {
        FileHeader.write(buffer);
        flush();
    }

    LogName name() {
        return name;
    }

    /** Appends an answer; where it stands now. */
    long append(KeyedAnswer answer) throws IOException {
        long offset = end;
        dirty = true;
        EntryHeader.of(answer).write(buffer, name.hour(), offset);
        ByteBuffer left = answer.answer().duplicate();
        while (left.remaining() > buffer.remaining()) {
            int length = buffer.remaining();
            buffer.put(left.slice(left.position(), length));
            left.position(left.position() + length);
            flush();
        }
        buffer.put(left);
        flush();
        return offset;
    }

    private void flush() throws IOException {
        int length = buffer.position();
        buffer.clear();
        file.append(memory, length);
        end += length;
    }

    /**
     * If anything was appended since the last time, writes that this is forced next: damage before
     * such a mark is no tail that was torn off.
     *
     * @return whether it has to be forced
     */
    boolean mark() throws IOException {
        if (!dirty) {
            return false;
        }
        EntryHeader.mark().write(buffer, name.hour(), end);
        flush();
        dirty = false;
        return true;
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
