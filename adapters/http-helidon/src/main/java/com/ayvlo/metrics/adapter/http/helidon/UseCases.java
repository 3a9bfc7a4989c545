package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.health.CheckReadiness;
import com.ayvlo.metrics.application.ingest.IngestMetrics;
import com.ayvlo.metrics.application.query.ListDimensionKeys;
import com.ayvlo.metrics.application.query.ListDimensionValues;
import com.ayvlo.metrics.application.query.ListMetricNames;
import com.ayvlo.metrics.application.query.QueryAggregates;
import com.ayvlo.metrics.application.query.QueryRaw;
import com.ayvlo.metrics.application.tenant.AdmitRequest;
import com.ayvlo.metrics.application.tenant.AuthenticateAdmin;
import com.ayvlo.metrics.application.tenant.AuthenticateTenant;
import com.ayvlo.metrics.application.tenant.ChangeTenant;
import com.ayvlo.metrics.application.tenant.CreateTenant;
import com.ayvlo.metrics.application.tenant.ListTenants;

/** All that the API can do for a caller. */
public record UseCases(
        IngestMetrics ingestMetrics,
        QueryRaw queryRaw,
        QueryAggregates queryAggregates,
        ListMetricNames listMetricNames,
        ListDimensionKeys listDimensionKeys,
        ListDimensionValues listDimensionValues,
        AuthenticateTenant authenticateTenant,
        AuthenticateAdmin authenticateAdmin,
        AdmitRequest admitRequest,
        CreateTenant createTenant,
        ChangeTenant changeTenant,
        ListTenants listTenants,
        CheckReadiness checkReadiness) {}
