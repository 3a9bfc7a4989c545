package com.ayvlo.metrics.adapter.idempotency.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The operations on files that are needed here, and the place where tests let them fail. Safe for
 * concurrent use; none of them minds an interrupt.
 */
interface Disk {
    /** Makes the directory and its parents, if missing, and their names durable. */
    void createDirectories(Path directory) throws IOException;

    /** The files of a directory, in any order. */
    List<Path> list(Path directory) throws IOException;

    /** Makes a file that must not exist yet. */
    DiskFile create(Path file) throws IOException;

    /** Opens a file for reading. */
    DiskFile open(Path file) throws IOException;

    /** Deletes a file; nothing happens if there is none. */
    void delete(Path file) throws IOException;

    /** Makes names given and taken in this directory durable. */
    void forceDirectory(Path directory) throws IOException;
}
