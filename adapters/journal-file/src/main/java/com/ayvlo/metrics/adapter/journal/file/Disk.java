package com.ayvlo.metrics.adapter.journal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The operations on files that the journal needs, and the place where tests let them fail. Safe for
 * concurrent use.
 */
interface Disk {
    /** Makes the directory and its parents, if missing. */
    void createDirectories(Path directory) throws IOException;

    /** The files of a directory, in any order. */
    List<Path> list(Path directory) throws IOException;

    /** Makes a file that must not exist yet, for reading and writing. */
    DiskFile create(Path file) throws IOException;

    /** Opens a file for reading. */
    DiskFile open(Path file) throws IOException;

    /** Gives a file another name of the same directory, replacing what has that name. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file; nothing happens if there is none. */
    void delete(Path file) throws IOException;

    /** Makes names given and taken in this directory durable. */
    void forceDirectory(Path directory) throws IOException;

    /** How many bytes may still be written to the disk that holds this directory. */
    long usableSpace(Path directory) throws IOException;

    /**
     * Takes a lock that no other process and no other journal of this process can have.
     *
     * @return gives it back when closed
     * @throws IOException with a message for an operator, if somebody else has it
     */
    Closeable lock(Path file) throws IOException;
}
