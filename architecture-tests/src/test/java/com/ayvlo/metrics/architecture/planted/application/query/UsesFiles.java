package com.ayvlo.metrics.architecture.planted.application.query;

import java.nio.file.Path;

/** Planted fault: the application knows files. */
record UsesFiles(Path file) {}
