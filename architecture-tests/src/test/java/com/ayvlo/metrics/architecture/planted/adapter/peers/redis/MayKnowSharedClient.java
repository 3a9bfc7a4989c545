package com.ayvlo.metrics.architecture.planted.adapter.peers.redis;

import com.ayvlo.metrics.architecture.planted.adapter.client.redis.SharedClient;

/** No fault: this adapter is among those that share it. */
record MayKnowSharedClient(SharedClient client) {}
