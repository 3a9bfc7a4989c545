package com.ayvlo.metrics.architecture.planted.adapter.peers.redis;

import com.ayvlo.metrics.architecture.planted.domain.journal.Peers;

/** Planted fault: it keeps no contract. */
final class UncheckedPeers implements Peers {}
