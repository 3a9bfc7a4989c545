package com.ayvlo.metrics.architecture.planted.domain.storage;

import com.ayvlo.metrics.architecture.planted.domain.journal.Later;

/** Planted fault: a room knows a later one. */
public record KnowsJournal(Later journal) {}
