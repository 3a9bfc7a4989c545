package com.ayvlo.metrics.adapter.journal.file;

import static com.ayvlo.metrics.adapter.journal.file.Journals.append;
import static com.ayvlo.metrics.adapter.journal.file.Journals.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery.Damage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Segment files that are not what their directory says. */
class JournalFilesTest {
    private static final int RECORDS = 40;

    private final MemoryDisk disk = new MemoryDisk();
    private final List<JournalRecord> written = new ArrayList<>();

    @BeforeEach
    void writeSixSegmentsOrMore() {
        FileJournal journal = open(disk).journal();
        for (int i = 0; i < RECORDS; i++) {
            written.add(append(journal, 100, 2));
        }
        journal.close();
        assertThat(segments()).hasSizeGreaterThan(5);
    }

    private List<String> segments() {
        return disk.names().stream().filter(name -> name.endsWith(".journal")).toList();
    }

    private static Damage harmless(String file, long length) {
        return new Damage(file, 0, length, 0, 0);
    }

    private Journals.Opened goesOn() {
        Journals.Opened opened = open(disk);
        JournalRecord next = append(opened.journal(), 7, 1);
        assertThat(next.sequence()).isGreaterThan(RECORDS);
        assertThat(next.position()).isGreaterThan(RECORDS * 2L);
        opened.journal().close();
        Journals.Opened again = open(disk);
        again.journal().close();
        List<Long> expected = new ArrayList<>(opened.sequences());
        expected.add(next.sequence());
        assertThat(again.sequences()).isEqualTo(expected);
        assertThat(again.recovery().damages()).isEqualTo(opened.recovery().damages());
        return opened;
    }

    @Test
    void twoThatWereSwappedAreReadInTheirOrder() {
        String second = segments().get(1);
        String fourth = segments().get(3);
        byte[] bytes = disk.get(second);
        disk.put(second, disk.get(fourth));
        disk.put(fourth, bytes);

        Journals.Opened opened = goesOn();

        assertThat(opened.records()).isEqualTo(written);
        assertThat(opened.recovery().damages())
                .containsExactlyInAnyOrder(
                        harmless(second, SegmentHeader.BYTES),
                        harmless(fourth, SegmentHeader.BYTES));
    }

    @Test
    void aCopyIsReportedAndNotReadTwice() {
        String copy = Segment.name(1000);
        disk.put(copy, disk.get(segments().get(1)));

        Journals.Opened opened = goesOn();

        assertThat(opened.records()).isEqualTo(written);
        assertThat(opened.recovery().damages()).containsExactly(harmless(copy, Journals.SEGMENT));
        assertThat(opened.recovery().lastSequence()).isEqualTo(1000);
    }

    @Test
    void aRenamedOneIsReadWhereItBelongs() {
        String second = segments().get(1);
        String renamed = Segment.name(3000);
        disk.put(renamed, disk.get(second));
        disk.remove(second);

        Journals.Opened opened = goesOn();

        assertThat(opened.records()).isEqualTo(written);
        assertThat(opened.recovery().damages())
                .containsExactly(harmless(renamed, SegmentHeader.BYTES));
    }

    @Test
    void aMissingOneIsCounted() {
        String third = segments().get(2);
        disk.remove(third);
        long first = Segment.sequenceOf(Path.of(third));
        long behind = Segment.sequenceOf(Path.of(segments().get(2)));

        Journals.Opened opened = goesOn();

        assertThat(opened.sequences())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, RECORDS)
                                .filter(sequence -> sequence < first || sequence >= behind)
                                .boxed()
                                .toList());
        assertThat(opened.recovery().damages())
                .containsExactly(new Damage(third, 0, 0, behind - first, 2 * (behind - first)));
    }

    @Test
    void aMissingOldestOneIsCountedAgainstTheStorage() {
        disk.remove(segments().getFirst());
        String oldest = segments().getFirst();
        long first = Segment.sequenceOf(Path.of(oldest));
        long lost = 2 * (first - 1);

        Journals.Opened opened = open(disk, Journals.config(1 << 20), 3);
        opened.journal().close();
        assertThat(opened.recovery().damages())
                .containsExactly(new Damage(oldest, 0, 0, 1, lost - 3));

        Journals.Opened stored = open(disk, Journals.config(1 << 20), lost);
        stored.journal().close();
        assertThat(stored.recovery().damages()).isEmpty();
    }

    @Test
    void aMissingNewestOneLeavesItsNumbersToTheStorage() {
        disk.remove(segments().getLast());
        Journals.Opened opened = open(disk, Journals.config(1 << 20), RECORDS * 2L);
        JournalRecord next = append(opened.journal(), 7, 1);
        opened.journal().close();

        assertThat(next.position()).isEqualTo(RECORDS * 2L + 1);
        assertThat(next.sequence()).isGreaterThan(RECORDS);
    }

    @Test
    void oneOfAnotherJournalIsNotRead() {
        MemoryDisk other = new MemoryDisk();
        FileJournal journal = open(other).journal();
        append(journal, 1, 1);
        journal.close();
        String name = Segment.name(500);
        disk.put(name, other.get(Segment.name(1)));

        Journals.Opened opened = goesOn();

        assertThat(opened.records()).isEqualTo(written);
        assertThat(opened.recovery().damages()).containsExactly(harmless(name, Journals.SEGMENT));
    }

    @Test
    void oneWithoutAnyHeaderIsReadByItsName() {
        String third = segments().get(2);
        byte[] bytes = disk.get(third);
        Arrays.fill(bytes, 0, SegmentHeader.BYTES, (byte) 0);
        disk.put(third, bytes);

        Journals.Opened opened = goesOn();

        assertThat(opened.records()).isEqualTo(written);
        assertThat(opened.recovery().damages())
                .containsExactly(harmless(third, SegmentHeader.BYTES));
    }

    @Test
    void aRecordInsideThePayloadOfAnotherIsNoRecord() {
        ByteBuffer inner = ByteBuffer.allocate(RecordHeader.BYTES);
        new RecordHeader(RecordHeader.Kind.RECORD, 0, RECORDS + 2, RECORDS * 2 + 9, 1, 0, 0)
                .write(inner, 0);
        FileJournal journal = open(disk).journal();
        journal.append(inner.flip(), 1, _ -> {});
        journal.close();
        String newest = segments().getLast();
        byte[] bytes = disk.get(newest);
        // Damages the outer checksum of the payload only, and with it the header.
        bytes[SegmentHeader.BYTES + RecordHeader.BYTES - 5] ^= 1;
        disk.put(newest, bytes);

        Journals.Opened opened = goesOn();

        assertThat(opened.records()).isEqualTo(written);
        assertThat(opened.recovery().damages())
                .containsExactly(new Damage(newest, SegmentHeader.BYTES, 80, 1, 1));
    }

    @Test
    void aNewerVersionIsRefused() {
        String newest = segments().getLast();
        SegmentHeader header = SegmentHeader.read(ByteBuffer.wrap(disk.get(newest)), 0);
        ByteBuffer bytes = ByteBuffer.wrap(disk.get(newest));
        new SegmentHeader(2, false, header.journal(), header.start(), header.bytes()).write(bytes);
        disk.put(newest, bytes.array());

        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(JournalException.Stopped.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void aSectorThatCannotBeReadCostsOnlyItsRecords() {
        FileJournalConfig config = new FileJournalConfig(Path.of("journal"), 4 << 20, 1 << 20, 0);
        MemoryDisk large = new MemoryDisk();
        FileJournal journal = open(large, config, 0).journal();
        for (int i = 0; i < 600; i++) {
            append(journal, 1000, 1);
        }
        journal.close();
        large.badSector(Segment.name(1), 100 * BadSectors.BLOCK_BYTES + 7);

        Journals.Opened opened = open(large, config, 0);
        opened.journal().close();

        assertThat(opened.records()).hasSize(595);
        assertThat(opened.recovery().damages())
                .contains(
                        new Damage(
                                Segment.name(1),
                                100 * BadSectors.BLOCK_BYTES,
                                BadSectors.BLOCK_BYTES,
                                0,
                                0))
                .extracting(Damage::missingRecords)
                .contains(5L);
    }

    @Test
    void theNumberOfTheJournalIsKeptBesideItsSegments() {
        MemoryDisk small = new MemoryDisk();
        FileJournal journal = open(small).journal();
        JournalRecord only = append(journal, 100, 1);
        journal.close();
        byte[] bytes = small.get(Segment.name(1));
        Arrays.fill(bytes, 0, SegmentHeader.BYTES, (byte) 0);
        small.put(Segment.name(1), bytes);

        Journals.Opened opened = open(small);
        opened.journal().close();

        assertThat(opened.records()).containsExactly(only);
    }

    @Test
    void aLostNumberIsTakenFromTheSegments() {
        byte[] number = disk.get("journal.id");
        disk.put("journal.id", new byte[3]);

        assertThat(goesOn().records()).isEqualTo(written);
        assertThat(disk.get("journal.id")).isEqualTo(number);
    }

    @Test
    void otherFilesAreLeftAlone() {
        disk.put("notes.txt", new byte[] {1});
        disk.put("99999999999999999999.journal", new byte[] {1});

        Journals.Opened opened = goesOn();

        assertThat(opened.recovery().damages()).isEmpty();
        assertThat(disk.names()).contains("notes.txt", "99999999999999999999.journal");
    }
}
