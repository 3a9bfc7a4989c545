/** What comes in: metrics, their series, and batches of them. */
package com.ayvlo.metrics.domain.metric;
