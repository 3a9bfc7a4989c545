package com.ayvlo.metrics.architecture.planted.application.query;

/** Planted fault: neither final nor abstract. */
class OpenClass {}
