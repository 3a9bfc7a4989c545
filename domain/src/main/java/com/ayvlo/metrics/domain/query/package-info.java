/** What is asked and answered: ranges, windows, aggregations, pages. */
package com.ayvlo.metrics.domain.query;
