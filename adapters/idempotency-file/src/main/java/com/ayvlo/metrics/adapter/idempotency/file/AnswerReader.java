package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.RequestKey;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads single answers from the logs. Safe for concurrent use. */
final class AnswerReader {
    /** Holds header and answer of nearly all entries. */
    private static final int FIRST_BYTES = 512;

    private final Disk disk;
    private final Path directory;
    private final Damages damages;

    AnswerReader(Disk disk, Path directory, Damages damages) {
        this.disk = disk;
        this.directory = directory;
        this.damages = damages;
    }

    /** The answer that stands here; nothing if it is damaged, which is reported. */
    Optional<KeyedAnswer> read(RequestKey key, Place place) throws IOException {
        try (DiskFile file = disk.open(place.log().in(directory))) {
            byte[] first = new byte[FIRST_BYTES];
            int length = file.readFully(first, FIRST_BYTES, place.offset());
            EntryHeader header = header(key, place, first, length);
            if (header == null || header.bytes() > file.size() - place.offset()) {
                damages.add(place.log(), place.offset(), EntryHeader.BYTES);
                return Optional.empty();
            }
            ByteBuffer answer = answer(file, place, header, first);
            if (checksum(answer) != header.answerCrc()) {
                damages.add(place.log(), place.offset(), header.bytes());
                return Optional.empty();
            }
            return Optional.of(header.answer(answer));
        }
    }

    private static @Nullable EntryHeader header(
            RequestKey key, Place place, byte[] bytes, int length) {
        if (length < EntryHeader.BYTES) {
            return null;
        }
        EntryHeader header =
                EntryHeader.read(ByteBuffer.wrap(bytes), 0, place.log().hour(), place.offset());
        return header != null && header.key().equals(key) ? header : null;
    }

    private static ByteBuffer answer(DiskFile file, Place place, EntryHeader header, byte[] first)
            throws IOException {
        if (header.bytes() <= first.length) {
            return ByteBuffer.wrap(first, EntryHeader.BYTES, header.length()).slice();
        }
        byte[] answer = new byte[header.length()];
        int read = file.readFully(answer, answer.length, place.offset() + EntryHeader.BYTES);
        return ByteBuffer.wrap(answer, 0, read);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }
}
