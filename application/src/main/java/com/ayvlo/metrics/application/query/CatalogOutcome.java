package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.util.function.Supplier;

/** What became of a request for names. */
public sealed interface CatalogOutcome {
    /** The page. */
    record Names(CatalogPage page) implements CatalogOutcome {}

    /** It would have taken more than it may. */
    record Refused(OverBudget budget) implements CatalogOutcome {}

    /** What the look-up gives, or a refusal if its time is over. */
    static CatalogOutcome of(QueryBudget budget, Supplier<CatalogPage> lookUp) {
        try {
            return new Names(lookUp.get());
        } catch (StorageException.TimedOut _) {
            return new Refused(OverBudget.time(budget));
        }
    }
}
