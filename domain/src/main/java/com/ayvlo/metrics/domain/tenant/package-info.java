/**
 * Who is asking: tenants, their keys and their limits; and the words that every other room of the
 * domain needs.
 */
package com.ayvlo.metrics.domain.tenant;
