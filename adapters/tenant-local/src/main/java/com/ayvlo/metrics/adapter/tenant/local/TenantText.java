package com.ayvlo.metrics.adapter.tenant.local;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Tenants as text, a line each, in UTF-8, fields parted by tabs, which no field can have:
 *
 * <pre>
 * ayvlo-metrics-tenants  1
 * admin-key  (SHA-256)
 * tenant     (id)  active|suspended  (days)|forever  (name)
 * key        (SHA-256)  (id)
 * end        (lines above)  (CRC-32C of all bytes above, in hexadecimal)
 * </pre>
 *
 * The end tells a whole file from a cut or changed one: tenants are read from the former only.
 */
final class TenantText {
    private static final String FORMAT = "ayvlo-metrics-tenants";
    private static final String HEADER = FORMAT + "\t1";
    private static final String ADMIN_KEY = "admin-key";
    private static final String TENANT = "tenant";
    private static final String KEY = "key";
    private static final String END = "end";
    private static final String FOREVER = "forever";

    private TenantText() {}

    static byte[] write(Tenants tenants) {
        StringBuilder text = new StringBuilder();
        line(text, HEADER);
        tenants.adminKey().ifPresent(key -> line(text, ADMIN_KEY, key.hex()));
        tenants.byId().values().forEach(tenant -> line(text, fields(tenant)));
        tenants.keys().forEach((key, id) -> line(text, KEY, key.hex(), id.toString()));
        int lines = Math.toIntExact(text.chars().filter(c -> c == '\n').count());
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        line(text, end(lines, body, body.length));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String[] fields(Tenant tenant) {
        Retention retention = tenant.retention();
        return new String[] {
            TENANT,
            tenant.id().toString(),
            tenant.status().name().toLowerCase(Locale.ROOT),
            retention.days().isPresent() ? "" + retention.days().getAsInt() : FOREVER,
            tenant.name()
        };
    }

    private static void line(StringBuilder text, String... fields) {
        text.append(String.join("\t", fields)).append('\n');
    }

    private static String end(int lines, byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return "%s\t%d\t%08x".formatted(END, lines, checksum.getValue());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it was not written so; the message names the line and no tenant
     */
    static Tenants read(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> lines = Arrays.asList(text.split("\n", -1));
        checkHeader(lines.getFirst());
        int last = lines.size() - 2; // behind the last line break there is nothing
        if (!lines.getLast().isEmpty() || last < 1) {
            throw malformed(lines.size(), "the file was cut");
        }
        Reader reader = new Reader();
        for (int i = 1; i < last; i++) {
            reader.take(lines.get(i), i + 1);
        }
        checkEnd(lines.get(last), last, bytes);
        return reader.tenants();
    }

    private static void checkHeader(String line) throws IOException {
        if (line.startsWith(FORMAT + "\t") && !line.equals(HEADER)) {
            throw malformed(1, "written by a version of the service that this one does not know");
        }
        if (!line.equals(HEADER)) {
            throw malformed(1, "not a file of tenants");
        }
    }

    private static void checkEnd(String line, int linesAbove, byte[] bytes) throws IOException {
        if (!line.startsWith(END + "\t")) {
            throw malformed(linesAbove + 1, "the end is missing, the file was cut");
        }
        int above = bytes.length - line.getBytes(StandardCharsets.UTF_8).length - 1;
        if (above < 0 || !line.equals(end(linesAbove, bytes, above))) {
            throw malformed(linesAbove + 1, "the lines above are not as they were written");
        }
    }

    private static IOException malformed(int line, String how) {
        return new IOException("line %d: %s".formatted(line, how));
    }

    /** Collects the tenants of a file's lines; used once, by one thread. */
    private static final class Reader {
        private final NavigableMap<TenantId, Tenant> byId = Tenants.noTenants();
        private final NavigableMap<ApiKeyHash, TenantId> keys = Tenants.noKeys();
        private Optional<ApiKeyHash> adminKey = Optional.empty();

        Tenants tenants() {
            return new Tenants(byId, keys, adminKey);
        }

        void take(String line, int number) throws IOException {
            boolean known;
            try {
                known = take(line.split("\t", -1));
            } catch (IllegalArgumentException | InvalidValue damaged) {
                known = false; // without the message, which may name a tenant
            }
            if (!known) {
                throw malformed(number, "damaged");
            }
        }

        /** False if a line of this kind cannot stand here. */
        private boolean take(String[] fields) {
            return switch (fields[0] + ' ' + fields.length) {
                case ADMIN_KEY + " 2" -> takeAdminKey(new ApiKeyHash(fields[1]));
                case TENANT + " 5" -> takeTenant(tenant(fields));
                case KEY + " 3" -> takeKey(new ApiKeyHash(fields[1]), TenantId.parse(fields[2]));
                default -> false;
            };
        }

        private boolean takeAdminKey(ApiKeyHash key) {
            boolean first = adminKey.isEmpty();
            adminKey = Optional.of(key);
            return first;
        }

        private boolean takeTenant(Tenant tenant) {
            return byId.put(tenant.id(), tenant) == null;
        }

        private boolean takeKey(ApiKeyHash key, TenantId id) {
            return byId.containsKey(id) && keys.put(key, id) == null;
        }

        private static Tenant tenant(String[] fields) {
            return new Tenant(
                    TenantId.parse(fields[1]),
                    fields[4],
                    TenantStatus.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                    fields[3].equals(FOREVER)
                            ? Retention.FOREVER
                            : Retention.ofDays(Integer.parseInt(fields[3])));
        }
    }
}
