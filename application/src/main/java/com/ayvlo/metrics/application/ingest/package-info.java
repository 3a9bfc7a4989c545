/** Taking metrics in: from a decoder to durable blocks. */
package com.ayvlo.metrics.application.ingest;
