package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Something that is measured once. */
interface Measurement {
    /** Measures it, with an empty directory for what it keeps. */
    Report in(Path directory) throws IOException, InterruptedException, ExecutionException;
}
