package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Metrics as one block in ClickHouse's format Native: column after column, names and series as
 * numbers into a dictionary. The server takes it as it is, more than twice as fast as rows.
 */
final class NativeBlock {
    /** The columns that are sent, in this order. */
    static final List<String> COLUMNS =
            List.of(
                    "tenant_id",
                    "metric_name",
                    "timestamp",
                    "value",
                    "series",
                    "metadata",
                    "created_at");

    private static final byte[] EMPTY = {};
    private static final String TIME = "DateTime64(3, 'UTC')";
    private static final String DICTIONARY = "LowCardinality(String)";

    /** The only version of dictionaries there is. */
    private static final long DICTIONARY_VERSION = 1;

    /** The keys come with the column, and are all there are. */
    private static final long OWN_KEYS = 0x600;

    private final BlockOrder block;
    private final int[] rows;
    private final long createdAtMillis;

    /**
     * @param block the metrics
     * @param rows which of them, in order
     * @param createdAtMillis when the block was cut
     */
    NativeBlock(BlockOrder block, int[] rows, long createdAtMillis) {
        this.block = block;
        this.rows = rows;
        this.createdAtMillis = createdAtMillis;
    }

    void writeTo(OutputStream stream) throws IOException {
        NativeOutput output = new NativeOutput(stream);
        MetricBatch metrics = block.metrics();
        output.varint(COLUMNS.size());
        output.varint(rows.length);
        tenants(output);
        names(output);
        column("timestamp", TIME, output);
        for (int row : rows) {
            output.number(metrics.epochMillis(row));
        }
        column("value", "Float64", output);
        for (int row : rows) {
            output.number(Double.doubleToRawLongBits(metrics.value(row)));
        }
        series(output);
        metadata(output);
        column("created_at", TIME, output);
        for (int i = 0; i < rows.length; i++) {
            output.number(createdAtMillis);
        }
        output.flush();
    }

    private void tenants(NativeOutput output) throws IOException {
        column("tenant_id", "UUID", output);
        for (int row : rows) {
            UUID tenant = block.names().value(row).tenant();
            output.number(tenant.getMostSignificantBits());
            output.number(tenant.getLeastSignificantBits());
        }
    }

    private void metadata(NativeOutput output) throws IOException {
        column("metadata", "String", output);
        for (int row : rows) {
            Metadata metadata = block.metrics().metadata(row);
            if (metadata.isEmpty()) {
                output.varint(0);
            } else {
                output.text(metadata.json());
            }
        }
    }

    private static void column(String name, String type, NativeOutput output) throws IOException {
        output.text(name);
        output.text(type);
    }

    private void names(NativeOutput output) throws IOException {
        column("metric_name", DICTIONARY, output);
        Map<String, Integer> numbers = new HashMap<>();
        List<byte[]> keys = new ArrayList<>(List.of(EMPTY));
        int[] keyOf =
                block.names().values().stream()
                        .mapToInt(
                                name -> numbers.computeIfAbsent(name.name(), key -> add(key, keys)))
                        .toArray();
        dictionary(keys, keyOf, block.names().numbers(), output);
    }

    private static int add(String text, List<byte[]> keys) {
        keys.add(text.getBytes(StandardCharsets.UTF_8));
        return keys.size() - 1;
    }

    private void series(NativeOutput output) throws IOException {
        column("series", DICTIONARY, output);
        List<byte[]> keys = new ArrayList<>(List.of(EMPTY));
        int[] keyOf = new int[block.texts().values().size()];
        for (int i = 0; i < keyOf.length; i++) {
            byte[] text = block.texts().values().get(i);
            if (text.length > 0) {
                keyOf[i] = keys.size();
                keys.add(text);
            }
        }
        dictionary(keys, keyOf, block.texts().numbers(), output);
    }

    /** Spells each different value once; 0 is the empty text, which every dictionary has first. */
    private void dictionary(List<byte[]> keys, int[] keyOf, int[] numbers, NativeOutput output)
            throws IOException {
        int widthCode = keys.size() <= 1 << Byte.SIZE ? 0 : keys.size() <= 1 << Short.SIZE ? 1 : 2;
        output.number(DICTIONARY_VERSION);
        if (rows.length == 0) {
            return;
        }
        output.number(OWN_KEYS | widthCode);
        output.number(keys.size());
        for (byte[] key : keys) {
            output.bytes(key);
        }
        output.number(rows.length);
        for (int row : rows) {
            output.index(keyOf[numbers[row]], 1 << widthCode);
        }
    }
}
