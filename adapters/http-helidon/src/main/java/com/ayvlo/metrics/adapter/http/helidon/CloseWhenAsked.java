package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Closes the connection behind an answer if either side wants it; Helidon 4.5.0 does not. */
final class CloseWhenAsked implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        boolean isAsked =
                request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                        || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        if (isAsked && response.isSent()) {
            throw new CloseConnectionException("the connection ends with this answer");
        }
    }
}
