/** Keeps metrics in a DuckDB file inside the process. */
@NullMarked
package com.ayvlo.metrics.adapter.storage.duckdb;

import org.jspecify.annotations.NullMarked;
