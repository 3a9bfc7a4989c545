package com.ayvlo.metrics.domain.query;

import java.util.List;

/**
 * A page of names.
 *
 * @param names by code point, each once
 * @param more whether there are names behind the last one
 */
public record CatalogPage(List<String> names, boolean more) {
    /** Takes a copy. */
    public CatalogPage {
        names = List.copyOf(names);
    }
}
