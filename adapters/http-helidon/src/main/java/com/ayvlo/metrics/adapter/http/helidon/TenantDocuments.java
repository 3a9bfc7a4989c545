package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.tenant.ListTenants;
import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Reads and writes what is said of tenants. */
final class TenantDocuments {
    /** Stands in until the document has said otherwise. */
    private static final String UNNAMED = "unnamed";

    private Tenant tenant;

    private TenantDocuments(TenantId id) {
        this.tenant = new Tenant(id, UNNAMED, TenantStatus.ACTIVE, Retention.DEFAULT);
    }

    /** Reads a tenant that is to be added. */
    static Tenant created(Json json, InputStream body) {
        TenantDocuments document = new TenantDocuments(new TenantId(UUID.randomUUID()));
        Set<String> fields =
                json.read(
                        body,
                        parser -> Strict.object(parser, field -> document.create(parser, field)));
        if (!fields.contains("name")) {
            throw Strict.missing("name");
        }
        return document.tenant;
    }

    /** Reads a change of a tenant; all of its fields may be missing. */
    static UnaryOperator<Tenant> change(Json json, InputStream body) {
        TenantDocuments document = new TenantDocuments(TenantId.LOWEST);
        Set<String> fields =
                json.read(
                        body,
                        parser -> Strict.object(parser, field -> document.change(parser, field)));
        return before -> {
            Tenant after = before;
            if (fields.contains("name")) {
                after = after.named(document.tenant.name());
            }
            if (fields.contains("status")) {
                after = after.with(document.tenant.status());
            }
            if (fields.contains("retention_days")) {
                after = after.with(document.tenant.retention());
            }
            return after;
        };
    }

    private boolean create(JsonParser json, String field) throws IOException {
        if (!field.equals("id")) {
            return !field.equals("status") && change(json, field);
        }
        TenantId id = TenantId.parse(Strict.string(json, field));
        tenant = new Tenant(id, tenant.name(), tenant.status(), tenant.retention());
        return true;
    }

    private boolean change(JsonParser json, String field) throws IOException {
        switch (field) {
            case "name" -> tenant = tenant.named(Strict.string(json, field));
            case "status" -> tenant = tenant.with(status(Strict.string(json, field)));
            case "retention_days" -> tenant = tenant.with(retention(json, field));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static TenantStatus status(String text) {
        return switch (text) {
            case "active" -> TenantStatus.ACTIVE;
            case "suspended" -> TenantStatus.SUSPENDED;
            default ->
                    throw new InvalidValue(
                            Reason.INVALID_FIELD,
                            "status",
                            "status is active or suspended, not " + InvalidValue.shown(text));
        };
    }

    private static Retention retention(JsonParser json, String field) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL
                ? Retention.FOREVER
                : Retention.ofDays(Strict.integer(json, field));
    }

    static void write(JsonGenerator out, ListTenants.Page page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("data");
        for (Tenant tenant : page.tenants()) {
            write(out, tenant, null);
        }
        out.writeEndArray();
        if (page.next().isPresent()) {
            out.writeStringField("next_cursor", NameCursor.encode(page.next().get().toString()));
        } else {
            out.writeNullField("next_cursor");
        }
        out.writeEndObject();
    }

    /**
     * @param key only if it was just made: it is shown this once
     */
    static void write(JsonGenerator out, Tenant tenant, @Nullable ApiKey key) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", tenant.id().toString());
        out.writeStringField("name", tenant.name());
        out.writeStringField("status", tenant.status().name().toLowerCase(Locale.ROOT));
        OptionalInt days = tenant.retention().days();
        if (days.isPresent()) {
            out.writeNumberField("retention_days", days.getAsInt());
        } else {
            out.writeNullField("retention_days");
        }
        if (key != null) {
            out.writeStringField("api_key", key.reveal());
        }
        out.writeEndObject();
    }
}
