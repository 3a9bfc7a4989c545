/** What adapters on Redis share: a client that nobody waits long for. */
@NullMarked
package com.ayvlo.metrics.adapter.client.redis;

import org.jspecify.annotations.NullMarked;
