package com.ayvlo.metrics.architecture.planted.adapter.idempotency.file;

import com.ayvlo.metrics.architecture.planted.domain.journal.KeyedAnswers;

/** Planted fault: it keeps no contract. */
final class UncheckedAnswers implements KeyedAnswers {}
