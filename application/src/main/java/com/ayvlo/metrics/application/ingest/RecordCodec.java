package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the metrics of one request as the payload of a journal record, and reads them back. A
 * record defines every series and metadata that it uses, once: it depends on no other record and on
 * no file beside the journal. {@code docs/journal-records.md} gives the layout byte by byte.
 *
 * <p>Safe for concurrent use.
 */
final class RecordCodec {
    static final int METRICS = 1;
    static final int CUT = 2;
    static final int KEYED = 3;

    /** Behind the kind, key, fingerprint and time. */
    private static final int ANSWER_AT = 1 + 5 * Long.BYTES;

    /** A guess that is mostly enough: numbers of series and metadata, a time, a value. */
    private static final int BYTES_PER_METRIC = 18;

    private static final int FIRST_CAPACITY = 256;

    private final NodeSeriesDictionary dictionary;

    RecordCodec(NodeSeriesDictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** The metrics, all of one tenant, as bytes. */
    ByteBuffer encode(TenantId tenant, MetricBatch batch) {
        RecordBytes bytes = new RecordBytes(FIRST_CAPACITY);
        putMetrics(tenant, batch, bytes);
        return bytes.toBuffer();
    }

    private void putMetrics(TenantId tenant, MetricBatch batch, RecordBytes bytes) {
        bytes.putByte(METRICS);
        bytes.putLong(tenant.value().getMostSignificantBits());
        bytes.putLong(tenant.value().getLeastSignificantBits());
        int[] seriesOf = new int[batch.size()];
        putSeries(batch, seriesOf, bytes);
        int[] metadataOf = new int[batch.size()];
        int metadataCount = putMetadata(batch, metadataOf, bytes);
        bytes.putNumber(batch.size());
        long before = 0;
        for (int i = 0; i < batch.size(); i++) {
            bytes.putNumber(seriesOf[i]);
            bytes.putSigned(batch.epochMillis(i) - before);
            before = batch.epochMillis(i);
            bytes.putDouble(batch.value(i));
            if (metadataCount > 0) {
                bytes.putNumber(metadataOf[i]);
            }
        }
    }

    private void putSeries(MetricBatch batch, int[] seriesOf, RecordBytes bytes) {
        IntTable numbers = new IntTable(batch.size());
        Series[] distinct = new Series[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            Series series = batch.series(i);
            int number = numbers.numberOf(series.id());
            distinct[number] = series;
            seriesOf[i] = number;
        }
        byte[][] keys = new byte[numbers.size()][];
        int length = 0;
        for (int number = 0; number < keys.length; number++) {
            keys[number] = dictionary.key(distinct[number]);
            length += keys[number].length;
        }
        bytes.room(length + BYTES_PER_METRIC * batch.size());
        bytes.putNumber(keys.length);
        for (byte[] key : keys) {
            bytes.putBytes(key, SeriesKey.TENANT_BYTES);
        }
    }

    /** Metadata is numbered from 1; 0 stands for none. */
    private static int putMetadata(MetricBatch batch, int[] metadataOf, RecordBytes bytes) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Metadata metadata = batch.metadata(i);
            if (!metadata.isEmpty()) {
                metadataOf[i] = numbers.computeIfAbsent(metadata.json(), _ -> numbers.size() + 1);
            }
        }
        bytes.putNumber(numbers.size());
        for (String json : numbers.keySet()) {
            bytes.putBytes(json.getBytes(StandardCharsets.UTF_8), 0);
        }
        return numbers.size();
    }

    /** An answer, and behind it the metrics that it is about, all of its tenant, if any. */
    ByteBuffer encode(KeyedAnswer answer, MetricBatch batch) {
        byte[] remembered = new byte[answer.answer().remaining()];
        answer.answer().get(answer.answer().position(), remembered);
        RecordBytes bytes = new RecordBytes(FIRST_CAPACITY + remembered.length);
        bytes.putByte(KEYED);
        bytes.putLong(answer.key().high()).putLong(answer.key().low());
        bytes.putLong(answer.fingerprintHigh()).putLong(answer.fingerprintLow());
        bytes.putLong(answer.epochMillis());
        bytes.putBytes(remembered, 0);
        putMetrics(answer.tenant(), batch, bytes);
        return bytes.toBuffer();
    }

    /** The answer of a payload with one. */
    KeyedAnswer decodeAnswer(ByteBuffer payload) {
        ByteBuffer from = payload.duplicate();
        from.get();
        RequestKey key = new RequestKey(from.getLong(), from.getLong());
        long fingerprintHigh = from.getLong();
        long fingerprintLow = from.getLong();
        long epochMillis = from.getLong();
        ByteBuffer answer = ByteBuffer.wrap(RecordBytes.bytes(from));
        from.get();
        TenantId tenant = new TenantId(new UUID(from.getLong(), from.getLong()));
        return new KeyedAnswer(key, tenant, fingerprintHigh, fingerprintLow, epochMillis, answer);
    }

    /** Whether the payload has an answer to a request with a key. */
    static boolean isKeyed(ByteBuffer payload) {
        return payload.get(payload.position()) == KEYED;
    }

    /** Whether the payload is that of a {@link Cut}. */
    static boolean isCut(ByteBuffer payload) {
        return payload.get(payload.position()) == CUT;
    }

    /** The metrics of a payload that {@link #encode} made, in this process or an earlier one. */
    MetricBatch decode(ByteBuffer payload) {
        ByteBuffer from = payload.duplicate();
        if (isKeyed(payload)) {
            from.position(from.position() + ANSWER_AT);
            RecordBytes.bytes(from);
        }
        from.get();
        TenantId tenant = new TenantId(new UUID(from.getLong(), from.getLong()));
        Series[] series = series(tenant, from);
        Metadata[] metadata = metadata(from);
        int size = Math.toIntExact(RecordBytes.number(from));
        MetricBatch.Builder batch = new MetricBatch.Builder(size);
        long millis = 0;
        for (int i = 0; i < size; i++) {
            Series ofSeries = series[Math.toIntExact(RecordBytes.number(from))];
            millis += RecordBytes.signed(from);
            double value = from.getDouble();
            int with = metadata.length > 1 ? Math.toIntExact(RecordBytes.number(from)) : 0;
            batch.add(ofSeries, millis, value, metadata[with]);
        }
        return batch.build();
    }

    private Series[] series(TenantId tenant, ByteBuffer from) {
        Series[] series = new Series[Math.toIntExact(RecordBytes.number(from))];
        SeriesKey key = new SeriesKey(tenant);
        for (int i = 0; i < series.length; i++) {
            key.read(from, Math.toIntExact(RecordBytes.number(from)));
            series[i] = dictionary.restore(key);
        }
        return series;
    }

    private static Metadata[] metadata(ByteBuffer from) {
        Metadata[] metadata = new Metadata[Math.toIntExact(RecordBytes.number(from)) + 1];
        metadata[0] = Metadata.NONE;
        for (int i = 1; i < metadata.length; i++) {
            metadata[i] = new Metadata(new String(RecordBytes.bytes(from), StandardCharsets.UTF_8));
        }
        return metadata;
    }

    /** Numbers different ints in the order in which they come, from 0. */
    private static final class IntTable {
        private static final int MULTIPLIER = 0x9E3779B9;

        private final int[] keys;
        private final int[] numbers;
        private final int shift;
        private int size;

        IntTable(int most) {
            int capacity = Integer.highestOneBit(Math.max(4, most * 2 - 1)) << 1;
            keys = new int[capacity];
            numbers = new int[capacity];
            shift = Integer.SIZE - Integer.numberOfTrailingZeros(capacity);
        }

        int numberOf(int key) {
            int slot = (key * MULTIPLIER) >>> shift;
            while (numbers[slot] != 0) {
                if (keys[slot] == key) {
                    return numbers[slot] - 1;
                }
                slot = (slot + 1) & (keys.length - 1);
            }
            keys[slot] = key;
            numbers[slot] = ++size;
            return size - 1;
        }

        int size() {
            return size;
        }
    }
}
