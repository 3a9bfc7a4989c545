/** Who is asking and how often; administration of tenants. */
package com.ayvlo.metrics.application.tenant;
