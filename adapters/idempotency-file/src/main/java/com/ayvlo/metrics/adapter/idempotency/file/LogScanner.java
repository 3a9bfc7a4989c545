package com.ayvlo.metrics.adapter.idempotency.file;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads a log from front to back, past all damage. Used once. */
final class LogScanner {
    /** Is told what there is. */
    interface Visitor {
        /** An undamaged answer. */
        void found(EntryHeader header, long offset);

        /** Bytes that were forced once and are no entries any more. */
        void damaged(long offset, long length);
    }

    private static final int WINDOW_BYTES = 1 << 20;

    private final DiskFile file;
    private final LogName name;
    private final long size;
    private final Visitor visitor;
    private final byte[] window = new byte[WINDOW_BYTES];
    private final ByteBuffer bytes = ByteBuffer.wrap(window);
    private final List<Gap> gaps = new ArrayList<>();
    private long windowStart;
    private int windowLength;

    private record Gap(long offset, long length) {}

    LogScanner(DiskFile file, LogName name, Visitor visitor) throws IOException {
        this.file = file;
        this.name = name;
        this.size = file.size();
        this.visitor = visitor;
    }

    /**
     * Reads everything; how many bytes at the end are no entries. They were never forced, as far as
     * anybody can tell: behind the last mark an answer may be torn, and is put again.
     */
    long scan() throws IOException {
        long at = isHeaded() ? FileHeader.BYTES : 0;
        long gapStart = at;
        while (at < size) {
            EntryHeader header = headerAt(at);
            if (header == null || at + header.bytes() > size) {
                at = nextMagic(at + 1);
            } else if (isWhole(header, at)) {
                gap(gapStart, at);
                visit(header, at);
                at += header.bytes();
                gapStart = at;
            } else {
                at += header.bytes();
            }
        }
        gap(gapStart, size);
        return gaps.stream().mapToLong(Gap::length).sum();
    }

    private boolean isHeaded() throws IOException {
        return size >= FileHeader.BYTES
                && FileHeader.isAt(bytes, locate(0, FileHeader.BYTES), name);
    }

    private void gap(long from, long to) {
        if (from < to) {
            gaps.add(new Gap(from, to - from));
        }
    }

    private void visit(EntryHeader header, long at) {
        if (header.kind() == EntryHeader.Kind.ANSWER) {
            visitor.found(header, at);
        } else {
            gaps.forEach(gap -> visitor.damaged(gap.offset, gap.length));
            gaps.clear();
        }
    }

    private @Nullable EntryHeader headerAt(long at) throws IOException {
        if (size - at < EntryHeader.BYTES) {
            return null;
        }
        return EntryHeader.read(bytes, locate(at, EntryHeader.BYTES), name.hour(), at);
    }

    private boolean isWhole(EntryHeader header, long at) throws IOException {
        CRC32C crc = new CRC32C();
        long from = at + EntryHeader.BYTES;
        long end = at + header.bytes();
        while (from < end) {
            int inWindow = locate(from, 1);
            int length = (int) Math.min(end - from, windowLength - inWindow);
            crc.update(window, inWindow, length);
            from += length;
        }
        return (int) crc.getValue() == header.answerCrc();
    }

    private long nextMagic(long from) throws IOException {
        long at = from;
        while (at < size) {
            int inWindow = locate(at, 1);
            int end = windowLength;
            for (int i = inWindow; i < end; i++) {
                if (window[i] == EntryHeader.MAGIC_BYTE) {
                    return at + (i - inWindow);
                }
            }
            at += end - inWindow;
        }
        return size;
    }

    /** Where these bytes of the file are in the window, which moves there if they are not. */
    private int locate(long at, int length) throws IOException {
        if (at < windowStart || at + length > windowStart + windowLength) {
            windowStart = at;
            windowLength = file.readFully(window, WINDOW_BYTES, at);
            if (windowLength < length) {
                throw new IOException(name + " became shorter while it was read");
            }
        }
        return (int) (at - windowStart);
    }
}
