package com.ayvlo.metrics.architecture.planted.adapter.tenant.local;

import com.ayvlo.metrics.architecture.planted.adapter.client.redis.SharedClient;

/** Planted fault: an adapter knows a client that others share. */
record KnowsSharedClient(SharedClient client) {}
