/** Keeps metrics that a storage refuses in files that a person can read. */
package com.ayvlo.metrics.adapter.setaside.file;
