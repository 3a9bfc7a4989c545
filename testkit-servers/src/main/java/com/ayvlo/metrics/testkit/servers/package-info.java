/** Real servers for tests: found, or started on loopback and stopped with the JVM of the tests. */
@NullMarked
package com.ayvlo.metrics.testkit.servers;

import org.jspecify.annotations.NullMarked;
