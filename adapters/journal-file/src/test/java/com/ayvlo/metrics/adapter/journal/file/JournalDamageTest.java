package com.ayvlo.metrics.adapter.journal.file;

import static com.ayvlo.metrics.adapter.journal.file.Journals.append;
import static com.ayvlo.metrics.adapter.journal.file.Journals.open;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery.Damage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Every byte flipped and every length cut of a small journal: no wrong record, no record lost but
 * those that were hit, every loss counted and reported with its place, and no number given twice.
 */
class JournalDamageTest {
    private static final int[] SIZES = {0, 1, 100, 39, 700, 40, 41, 5, 1500, 300, 300, 300, 64, 2};

    /** How the journal was left. */
    enum Left {
        /** Closed: every loss can be told from its numbers. */
        CLOSED,
        /** Killed: nobody knows whether the last record was acknowledged. */
        KILLED,
        /** Killed after it had gone on behind the end of one that was killed. */
        KILLED_TWICE
    }

    private record Place(String file, int from, int to) {
        private boolean hit(Place damage) {
            return file.equals(damage.file) && from < damage.to && damage.from < to;
        }
    }

    private static final class Written {
        private final MemoryDisk disk;
        private final List<JournalRecord> records = new ArrayList<>();
        private final Left left;

        private Written(Left left) {
            this.left = left;
            MemoryDisk live = new MemoryDisk();
            FileJournal journal = open(live).journal();
            for (int i = 0; i < SIZES.length; i++) {
                if (i == 7 && left == Left.KILLED_TWICE) {
                    MemoryDisk next = live.afterKill();
                    journal.close();
                    live = next;
                    journal = open(live).journal();
                }
                records.add(append(journal, SIZES[i], i % 4));
            }
            disk = left == Left.CLOSED ? live : live.afterKill();
            journal.close();
            disk.names().stream().filter(name -> name.endsWith(".spare")).forEach(disk::remove);
        }

        private List<String> segments() {
            return disk.names().stream().filter(name -> name.endsWith(".journal")).toList();
        }

        private Place place(JournalRecord record) {
            for (String file : segments()) {
                ByteBuffer bytes = ByteBuffer.wrap(disk.get(file));
                long journal = SegmentHeader.read(bytes, 0).journal();
                for (int at = 0; at < bytes.limit(); at++) {
                    RecordHeader header = RecordHeader.read(bytes, at, journal);
                    if (header != null
                            && header.kind() == RecordHeader.Kind.RECORD
                            && header.sequence() == record.sequence()) {
                        return new Place(file, at, at + header.bytes());
                    }
                }
            }
            throw new AssertionError(record + " is not there");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedByte(Left left) {
        Written written = new Written(left);
        List<Place> places = written.records.stream().map(written::place).toList();
        for (String file : written.segments()) {
            byte[] intact = written.disk.get(file);
            for (int at = 0; at < intact.length; at++) {
                for (int bit : bits(places, file, at)) {
                    MemoryDisk disk = written.disk.afterKill();
                    byte[] flipped = intact.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    disk.put(file, flipped);
                    check(written, places, disk, new Place(file, at, at + 1));
                }
            }
        }
    }

    /** All bits of headers, one of every other byte; all with {@code -Dendurance=true}. */
    private static int[] bits(List<Place> places, String file, int at) {
        boolean header =
                Boolean.getBoolean("endurance")
                        || at < SegmentHeader.BYTES
                        || places.stream()
                                .anyMatch(
                                        place ->
                                                place.file.equals(file)
                                                        && at >= place.from
                                                        && at < place.from + RecordHeader.BYTES);
        return header ? new int[] {0, 1, 2, 3, 4, 5, 6, 7} : new int[] {at % 8};
    }

    @ParameterizedTest
    @EnumSource
    void everyLength(Left left) {
        Written written = new Written(left);
        List<Place> places = written.records.stream().map(written::place).toList();
        for (String file : written.segments()) {
            byte[] intact = written.disk.get(file);
            for (int length = 0; length < intact.length; length++) {
                MemoryDisk disk = written.disk.afterKill();
                disk.put(file, Arrays.copyOf(intact, length));
                check(written, places, disk, new Place(file, length, intact.length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void zeroedBlocks(Left left) {
        Written written = new Written(left);
        List<Place> places = written.records.stream().map(written::place).toList();
        for (String file : written.segments()) {
            byte[] intact = written.disk.get(file);
            for (int from = 0; from < intact.length; from += 64) {
                for (int length : new int[] {64, 256, 512, 4096}) {
                    int to = Math.min(intact.length, from + length);
                    byte[] zeroed = intact.clone();
                    Arrays.fill(zeroed, from, to, (byte) 0);
                    MemoryDisk disk = written.disk.afterKill();
                    disk.put(file, zeroed);
                    checkSurvivors(written, places, disk, new Place(file, from, to));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageBehindTheEnd(Left left) {
        Written written = new Written(left);
        List<Place> places = written.records.stream().map(written::place).toList();
        Random random = new Random(1);
        for (String file : written.segments()) {
            byte[] intact = written.disk.get(file);
            for (int length : new int[] {1, 39, 40, 41, 128, 5000}) {
                byte[] garbage = new byte[length];
                random.nextBytes(garbage);
                garbage[length - 1] = 1;
                byte[] longer = Arrays.copyOf(intact, intact.length + length);
                System.arraycopy(garbage, 0, longer, intact.length, length);
                MemoryDisk disk = written.disk.afterKill();
                disk.put(file, longer);
                check(written, places, disk, new Place(file, longer.length - 1, longer.length));
            }
        }
    }

    private static void check(Written written, List<Place> places, MemoryDisk disk, Place damage) {
        Journals.Opened opened = checkSurvivors(written, places, disk, damage);

        assertThat(opened.recovery().damages())
                .as("%s", damage)
                .anySatisfy(
                        found -> {
                            assertThat(found.file()).isEqualTo(damage.file);
                            assertThat(found.offset()).isLessThan(damage.to);
                            assertThat(found.offset() + found.length()).isGreaterThan(damage.from);
                        });
        assertMissing(written, places, opened.recovery().damages(), damage);
    }

    private static void assertMissing(
            Written written, List<Place> places, List<Damage> damages, Place damage) {
        long records = 0;
        long metrics = 0;
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).hit(damage)) {
                records++;
                metrics += written.records.get(i).metrics();
            }
        }
        if (written.left != Left.CLOSED && places.getLast().hit(damage)) {
            // Then the end may never have been acknowledged, and how long it was is gone.
            assertThat(damages).as("%s", damage).hasSizeBetween(1, 2);
            return;
        }
        if (places.getLast().hit(damage) && damage.to - damage.from > 1) {
            return;
        }
        assertThat(damages.stream().mapToLong(Damage::missingRecords).sum())
                .as("%s %s", damage, damages)
                .isEqualTo(records);
        assertThat(damages.stream().mapToLong(Damage::missingMetrics).sum())
                .as("%s %s", damage, damages)
                .isEqualTo(metrics);
    }

    private static Journals.Opened checkSurvivors(
            Written written, List<Place> places, MemoryDisk disk, Place damage) {
        List<JournalRecord> survivors = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (!places.get(i).hit(damage)) {
                survivors.add(written.records.get(i));
            }
        }
        boolean vanished = damage.to - damage.from > 1 && isZero(disk, damage);
        Journals.Opened opened = open(disk);
        assertThat(opened.records()).as("%s", damage).isEqualTo(survivors);
        assertThat(opened.recovery().records()).isEqualTo(survivors.size());

        JournalRecord next = append(opened.journal(), 17, 3);
        assertThat(next.sequence()).isEqualTo(opened.recovery().lastSequence() + 1);
        assertThat(next.position()).isEqualTo(opened.recovery().lastPosition() + 1);
        if (!vanished) {
            assertThat(next.sequence()).isGreaterThan(written.records.getLast().sequence());
            assertThat(next.position()).isGreaterThan(written.records.getLast().lastPosition());
        }
        opened.journal().close();

        survivors.add(next);
        Journals.Opened again = open(disk);
        again.journal().close();
        assertThat(again.records()).as("%s", damage).isEqualTo(survivors);
        assertThat(again.recovery().damages())
                .as("%s", damage)
                .isEqualTo(opened.recovery().damages());
        return opened;
    }

    private static boolean isZero(MemoryDisk disk, Place damage) {
        byte[] bytes = disk.get(damage.file);
        for (int at = damage.from; at < Math.min(damage.to, bytes.length); at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return bytes.length >= damage.to;
    }

    @Test
    void anUndamagedJournalReportsNothing() {
        for (Left left : Left.values()) {
            Written written = new Written(left);
            Journals.Opened opened = open(written.disk);
            opened.journal().close();

            assertThat(opened.recovery().damages()).isEmpty();
            assertThat(opened.records()).isEqualTo(written.records);
        }
    }
}
