/** The HTTP API on Helidon: wire formats to use cases and back. */
@NullMarked
package com.ayvlo.metrics.adapter.http.helidon;

import org.jspecify.annotations.NullMarked;
