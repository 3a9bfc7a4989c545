/** What makes an acknowledgement a promise: the journal between the request and the storage. */
package com.ayvlo.metrics.domain.journal;
