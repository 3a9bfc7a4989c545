package com.ayvlo.metrics.architecture.planted.application.query;

/** Planted fault: names that say nothing. */
final class BadNames {
    record TheImpl() {}

    record TheUtil() {}

    record TheUtils() {}

    record TheHelper() {}

    record TheManager() {}

    record TheProcessor() {}

    record TheCommon() {}

    record TheBase() {}
}
