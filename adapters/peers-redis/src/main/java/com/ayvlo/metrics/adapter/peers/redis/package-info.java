/** What nodes tell each other, in Redis. */
@NullMarked
package com.ayvlo.metrics.adapter.peers.redis;

import org.jspecify.annotations.NullMarked;
