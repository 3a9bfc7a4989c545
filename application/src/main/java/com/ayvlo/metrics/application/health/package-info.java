/** Whether this node should get requests. */
package com.ayvlo.metrics.application.health;
