/** Rate limits in Redis, shared by all nodes. */
@NullMarked
package com.ayvlo.metrics.adapter.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
