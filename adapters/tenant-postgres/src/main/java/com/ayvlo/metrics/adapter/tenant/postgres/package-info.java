/** Tenants in PostgreSQL, shared by all nodes. */
@NullMarked
package com.ayvlo.metrics.adapter.tenant.postgres;

import org.jspecify.annotations.NullMarked;
