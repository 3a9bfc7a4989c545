/** Answering questions about a tenant's metrics. */
package com.ayvlo.metrics.application.query;
