package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.tenant.AdmitRequest;
import com.ayvlo.metrics.application.tenant.AdmitRequest.RequestKind;
import com.ayvlo.metrics.application.tenant.AuthenticateTenant;
import com.ayvlo.metrics.application.tenant.Authentication;
import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Tenant;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Lets a request through to a tenant's data: who it is for, and whether it is within limits. */
final class TenantGate {
    private final AuthenticateTenant authenticateTenant;
    private final AdmitRequest admitRequest;
    private final ServiceMetrics metrics;

    TenantGate(
            AuthenticateTenant authenticateTenant,
            AdmitRequest admitRequest,
            ServiceMetrics metrics) {
        this.authenticateTenant = authenticateTenant;
        this.admitRequest = admitRequest;
        this.metrics = metrics;
    }

    /**
     * The tenant of the request, which is counted as one of this kind.
     *
     * @throws Refusal if it is nobody's, or over a limit
     */
    Tenant enter(ServerRequest request, ServerResponse response, RequestKind kind) {
        Tenant tenant =
                switch (authenticateTenant.authenticate(CredentialHeaders.of(request))) {
                    case Authentication.Granted granted -> granted.tenant();
                    case Authentication.Unproven unproven -> throw unproven(unproven.detail());
                    case Authentication.Forbidden forbidden ->
                            throw new Refusal(ProblemType.FORBIDDEN, forbidden.detail());
                };
        RequestContextFilter.tenant(tenant.id());
        Admission admission = admitRequest.admit(tenant.id(), kind);
        RateLimitHeaders.set(response, admission);
        return switch (admission) {
            case Admission.Granted _ -> tenant;
            case Admission.Throttled throttled -> throw throttled(throttled);
        };
    }

    static Refusal unproven(String detail) {
        return new Refusal(
                Problem.of(ProblemType.UNAUTHORIZED, detail)
                        .with(HeaderNames.WWW_AUTHENTICATE, "Bearer"));
    }

    private Refusal throttled(Admission.Throttled throttled) {
        Allowance allowance = throttled.allowances().getFirst();
        metrics.throttled(allowance.limit().name());
        long seconds = RateLimitHeaders.retryAfter(throttled);
        return new Refusal(
                Problem.of(
                                ProblemType.RATE_LIMITED,
                                "the limit is %d %s requests in %d s; try again in %d s"
                                        .formatted(
                                                allowance.limit().permits(),
                                                allowance.limit().name(),
                                                allowance.limit().window().toSeconds(),
                                                seconds))
                        .with(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
    }
}
