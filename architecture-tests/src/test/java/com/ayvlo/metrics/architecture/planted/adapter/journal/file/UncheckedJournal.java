package com.ayvlo.metrics.architecture.planted.adapter.journal.file;

import com.ayvlo.metrics.architecture.planted.domain.journal.Journal;

/** Planted fault: it keeps no contract. */
final class UncheckedJournal implements Journal {}
