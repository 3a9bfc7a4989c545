/** What keeps metrics: the ports that a storage implements, and how it may fail. */
package com.ayvlo.metrics.domain.storage;
