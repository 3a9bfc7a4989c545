/** Tenants in a file of this machine, for a service without a database of tenants. */
@NullMarked
package com.ayvlo.metrics.adapter.tenant.local;

import org.jspecify.annotations.NullMarked;
