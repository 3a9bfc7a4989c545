/** Real servers for tests. */
package com.ayvlo.metrics.testkit.servers;
