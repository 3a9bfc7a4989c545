package com.ayvlo.metrics.adapter.journal.file;

import java.nio.file.Path;

/**
 * A file full of zeros that is durable, so that filling it needs no more room and forces no
 * metadata.
 *
 * @param path where it is until it becomes a segment
 * @param bytes its size
 * @param forNotes whether it is kept for notes
 */
record SpareFile(Path path, DiskFile file, int bytes, boolean forNotes) {}
