/** The journal in files of this node's own disk; FORMAT.md describes them byte by byte. */
package com.ayvlo.metrics.adapter.journal.file;
