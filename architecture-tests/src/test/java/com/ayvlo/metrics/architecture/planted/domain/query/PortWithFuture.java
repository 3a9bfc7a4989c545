package com.ayvlo.metrics.architecture.planted.domain.query;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Planted fault: a port does not block. */
public interface PortWithFuture {
    List<CompletableFuture<String>> all();
}
