/**
 * The contracts of the ports as tests, adapters in memory that pass them, and what tests need to
 * make metrics, queries and time. Never on the class path of the running service.
 */
package com.ayvlo.metrics.testkit;
