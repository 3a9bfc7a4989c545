/** Puts the service together: configuration, wiring, start and stop. */
package com.ayvlo.metrics.bootstrap;
