package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.tenant.TenantId;
import com.clickhouse.client.api.query.QuerySettings;

/**
 * Tells the server whose question it is, so that a row filter there can keep other tenants' rows
 * out once more.
 *
 * @param isHeader whether it is told by a header of HTTP, else by a setting
 * @param name of the header or setting
 */
record RowFilter(boolean isHeader, String name) {
    /** Reads {@code setting:NAME} or {@code header:NAME}. */
    static RowFilter of(String text) {
        int colon = text.indexOf(':');
        return new RowFilter(text.startsWith("header:"), text.substring(colon + 1));
    }

    void apply(QuerySettings settings, TenantId tenant) {
        if (isHeader) {
            settings.httpHeader(name, tenant.toString());
        } else {
            settings.serverSetting(name, tenant.toString());
        }
    }
}
