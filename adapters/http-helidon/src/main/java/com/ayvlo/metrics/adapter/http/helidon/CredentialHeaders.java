package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.tenant.Credentials;
import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.TenantId;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;
import java.util.Optional;

/** Reads who is asking from the headers. */
final class CredentialHeaders {
    private static final HeaderName TENANT = HeaderNames.create("X-Tenant-ID");
    private static final String SCHEME = "Bearer";

    private CredentialHeaders() {}

    /** What a request says about its tenant. */
    static Credentials of(ServerRequest request) {
        return new Credentials(single(request, TENANT).map(CredentialHeaders::id), key(request));
    }

    /** The key that a request was sent with; other schemes than Bearer are not ours. */
    static Optional<ApiKey> key(ServerRequest request) {
        return single(request, HeaderNames.AUTHORIZATION).flatMap(CredentialHeaders::bearer);
    }

    private static Optional<ApiKey> bearer(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        if (space < 0 || !text.substring(0, space).equalsIgnoreCase(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(ApiKey.of(text.substring(space).strip()));
    }

    private static TenantId id(String header) {
        try {
            return TenantId.parse(header.strip());
        } catch (InvalidValue invalid) {
            throw new Refusal(ProblemType.INVALID_TENANT_ID, "X-Tenant-ID: " + invalid.detail());
        }
    }

    /** Two different values could mean two different tenants to two different readers. */
    private static Optional<String> single(ServerRequest request, HeaderName name) {
        List<String> values = request.headers().all(name, List::of);
        if (values.stream().distinct().count() > 1) {
            throw new Refusal(
                    ProblemType.AMBIGUOUS_HEADER,
                    "%s was sent with different values".formatted(name.defaultCase()));
        }
        return values.stream().findFirst();
    }
}
