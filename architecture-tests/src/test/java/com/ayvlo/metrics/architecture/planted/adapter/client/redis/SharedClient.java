package com.ayvlo.metrics.architecture.planted.adapter.client.redis;

/** What some adapters may know. */
public final class SharedClient {}
