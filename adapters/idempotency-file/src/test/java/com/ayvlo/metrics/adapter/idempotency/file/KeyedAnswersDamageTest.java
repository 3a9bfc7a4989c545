package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.tenant.Health;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Every way in which one log can be damaged. */
class KeyedAnswersDamageTest {
    @TempDir private Path parent;
    private final Node node = new Node();
    private final List<KeyedAnswer> put = new ArrayList<>();
    private Path directory;
    private Path log;
    private byte[] content;

    /** Five answers, of which the last two are not forced. */
    @BeforeEach
    void write() throws IOException {
        directory = parent.resolve("answers");
        FileKeyedAnswers answers = node.open(directory);
        for (int n = 0; n < 5; n++) {
            put.add(node.answer(n, n * 11));
            answers.put(put.getLast());
            if (n == 1 || n == 2) {
                answers.secure();
            }
        }
        answers.close();
        log = new LocalDisk().list(directory).getFirst();
        content = Files.readAllBytes(log);
    }

    /** Where each entry ends, marks among them. */
    private List<Integer> ends() {
        List<Integer> ends = new ArrayList<>();
        int end = FileHeader.BYTES;
        for (int n = 0; n < 5; n++) {
            end += EntryHeader.BYTES + n * 11;
            ends.add(end);
            if (n == 1 || n == 2) {
                end += EntryHeader.BYTES;
            }
        }
        return ends;
    }

    private void assertRight(FileKeyedAnswers answers, KeyedAnswer expected, boolean found) {
        Optional<KeyedAnswer> answer = answers.find(expected.key());
        if (found) {
            assertThat(answer).contains(expected);
        } else {
            assertThat(answer).isEmpty();
        }
    }

    @Test
    void everyTruncationLeavesWhatIsBefore() throws IOException {
        for (int length = 0; length <= content.length; length++) {
            Files.write(log, Arrays.copyOf(content, length));
            try (FileKeyedAnswers answers = node.open(directory)) {
                for (int n = 0; n < 5; n++) {
                    assertRight(answers, put.get(n), ends().get(n) <= length);
                }
                assertThat(answers.check().status())
                        .as("cut off at %d", length)
                        .isEqualTo(Health.Status.UP);
                put.forEach(answers::put);
                put.forEach(one -> assertRight(answers, one, true));
            }
            removeOtherLogs();
        }
    }

    private void removeOtherLogs() throws IOException {
        for (Path file : new LocalDisk().list(directory)) {
            if (!file.equals(log)) {
                Files.delete(file);
            }
        }
    }

    /** Of the five answers and what else there is, which one a byte belongs to; 5 if to none. */
    private int owner(int offset) {
        for (int n = 0; n < 5; n++) {
            int end = ends().get(n);
            if (offset < end && offset >= end - EntryHeader.BYTES - n * 11) {
                return n;
            }
        }
        return 5;
    }

    @Test
    void everyFlippedByteCostsOneAnswerAtMost() throws IOException {
        int lastMark = ends().get(2);
        for (int flip : new int[] {0x01, 0x80, 0xFF}) {
            for (int offset = 0; offset < content.length; offset++) {
                byte[] damaged = content.clone();
                damaged[offset] ^= (byte) flip;
                Files.write(log, damaged);
                try (FileKeyedAnswers answers = node.open(directory)) {
                    for (int n = 0; n < 5; n++) {
                        assertRight(answers, put.get(n), n != owner(offset));
                    }
                    assertThat(answers.check().status())
                            .as("flipped at %d", offset)
                            .isEqualTo(
                                    offset < lastMark ? Health.Status.DEGRADED : Health.Status.UP);
                }
            }
        }
    }

    @Test
    void damageWhileRunningGivesNoAnswerAndIsReported() throws IOException {
        Map<Integer, Boolean> reported = new HashMap<>();
        for (int offset = FileHeader.BYTES; offset < content.length; offset++) {
            Files.write(log, content);
            try (FileKeyedAnswers answers = node.open(directory)) {
                try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                    file.seek(offset);
                    file.write(content[offset] ^ 0x10);
                }
                for (int n = 0; n < 5; n++) {
                    assertRight(answers, put.get(n), n != owner(offset));
                }
                reported.merge(
                        owner(offset),
                        answers.check().status() == Health.Status.DEGRADED,
                        (one, other) -> one && other);
            }
        }
        assertThat(reported)
                .isEqualTo(Map.of(0, true, 1, true, 2, true, 3, true, 4, true, 5, false));
    }

    @Test
    void damageIsNamedAndForgottenWithItsLog() throws IOException {
        content[FileHeader.BYTES + 20] ^= 1;
        Files.write(log, content);
        try (FileKeyedAnswers answers = node.open(directory)) {
            assertThat(answers.check())
                    .isEqualTo(
                            Health.degraded(
                                    "damaged: "
                                            + log.getFileName()
                                            + " at 1 places, 72 bytes; 4 of 1000000 answers are"
                                            + " remembered"));

            node.pass(java.time.Duration.ofHours(26));

            assertThat(answers.check().status()).isEqualTo(Health.Status.UP);
            assertThat(log).doesNotExist();
        }
    }

    @Test
    void halfALogOfRubbishIsSkipped() throws IOException {
        byte[] damaged = content.clone();
        Arrays.fill(damaged, 0, ends().get(1) + 3, EntryHeader.MAGIC_BYTE);
        Files.write(log, damaged);
        try (FileKeyedAnswers answers = node.open(directory)) {
            assertRight(answers, put.get(0), false);
            assertRight(answers, put.get(1), false);
            assertRight(answers, put.get(2), true);
            assertRight(answers, put.get(4), true);
            assertThat(answers.check().status()).isEqualTo(Health.Status.DEGRADED);
        }
    }

    @Test
    void anEntryFromElsewhereIsNoEntry() throws IOException {
        int first = FileHeader.BYTES;
        int length = EntryHeader.BYTES;
        byte[] damaged = content.clone();
        System.arraycopy(content, first, damaged, ends().get(4) - 44 - length, length);
        Files.write(log, damaged);
        Path other = log.resolveSibling(log.getFileName().toString().replace("-0.", "-1."));
        Files.move(log, other);
        Files.write(log.resolveSibling("1-0.answers"), content);
        try (FileKeyedAnswers answers = node.open(directory)) {
            assertThat(answers.size()).isEqualTo(4);
            assertRight(answers, put.get(0), true);
        }
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(content);
        header.putInt(8, 2);
        CRC32C crc = new CRC32C();
        crc.update(content, 0, 12);
        header.putInt(12, (int) crc.getValue());
        Files.write(log, content);

        assertThatThrownBy(() -> node.open(directory))
                .isInstanceOf(JournalException.Stopped.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Path stranger = Files.writeString(directory.resolve("notes.txt"), "mine");
        Path misnamed = Files.writeString(directory.resolve("007-00.answers"), "mine");
        try (FileKeyedAnswers answers = node.open(directory)) {
            assertThat(answers.size()).isEqualTo(5);
        }
        assertThat(stranger).hasContent("mine");
        assertThat(misnamed).hasContent("mine");
    }
}
