/** Deleting what has become too old. */
package com.ayvlo.metrics.application.retention;
