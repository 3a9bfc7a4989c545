/** Load from outside: what the whole service does, measured over HTTP from processes of its own. */
package com.ayvlo.metrics.benchmarks;
