package com.ayvlo.metrics.architecture.planted.domain.metric;

import java.util.concurrent.atomic.AtomicLong;

/** Planted fault: the domain uses a part of the JDK that is no value. */
record UsesThreads(Thread right, AtomicLong wrong) {}
