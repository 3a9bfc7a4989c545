/**
 * The words, rules and ports of Ayvlo Metrics. Requires nothing but {@code java.base}, so that a
 * rule can be read, copied and tested without knowing any technology.
 */
module com.ayvlo.metrics.domain {
    exports com.ayvlo.metrics.domain.tenant;
    exports com.ayvlo.metrics.domain.metric;
    exports com.ayvlo.metrics.domain.query;
    exports com.ayvlo.metrics.domain.storage;
    exports com.ayvlo.metrics.domain.journal;
}
