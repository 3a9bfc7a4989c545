/** Rate limits counted in the memory of one process. */
@NullMarked
package com.ayvlo.metrics.adapter.ratelimit.local;

import org.jspecify.annotations.NullMarked;
