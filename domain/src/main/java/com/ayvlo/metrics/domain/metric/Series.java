package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.TenantId;

/**
 * A metric of one tenant with its dimensions: what stays the same over time.
 *
 * @param id this node's number of the series, counted from 0 while the process runs; a storage maps
 *     it to its own and never keeps it
 * @param tenant whose it is
 * @param name what is measured
 * @param dimensions what tells it from the metric's other series
 */
public record Series(int id, TenantId tenant, MetricName name, Dimensions dimensions) {}
