/** The answers to keyed requests in files of this node's own disk. */
package com.ayvlo.metrics.adapter.idempotency.file;
