package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;

import java.util.Optional;

/**
 * What a caller asks for: a page of metrics as they came in.
 *
 * @param limit the most rows of the page
 * @param after only rows behind this one
 */
public record RawRequest(
        MetricName name, TimeRange range, Dimensions filter, int limit, Optional<RawRow> after) {}
