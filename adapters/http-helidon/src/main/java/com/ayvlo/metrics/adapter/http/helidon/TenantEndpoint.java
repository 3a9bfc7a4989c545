package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.tenant.AuthenticateAdmin;
import com.ayvlo.metrics.application.tenant.ChangeTenant;
import com.ayvlo.metrics.application.tenant.CreateTenant;
import com.ayvlo.metrics.application.tenant.ListTenants;
import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** Administrates tenants; only for who holds the key that administrates. */
final class TenantEndpoint {
    private static final String PATH = "/api/v1/tenants";
    private static final int DEFAULT_LIMIT = 100;

    private final UseCases useCases;
    private final RequestBody bodies;
    private final Json json;

    TenantEndpoint(UseCases useCases, RequestBody bodies, Json json) {
        this.useCases = useCases;
        this.bodies = bodies;
        this.json = json;
    }

    void register(Routes routes) {
        routes.get(PATH, this::list);
        routes.post(PATH, this::create);
        routes.get(PATH + "/{id}", this::show);
        routes.patch(PATH + "/{id}", this::change);
    }

    private void create(ServerRequest request, ServerResponse response) throws IOException {
        RequestBody.Pending pending = bodies.json(request);
        requireAdmin(request);
        QueryParameters.of(request, Set.of());
        Tenant tenant;
        try (InputStream body = pending.open()) {
            tenant = TenantDocuments.created(json, body);
        }
        CreateTenant createTenant = useCases.createTenant();
        ApiKey key =
                createTenant
                        .create(tenant)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ProblemType.TENANT_EXISTS,
                                                "there is a tenant of this id already: "
                                                        + tenant.id()));
        response.header(HeaderNames.LOCATION, PATH + '/' + tenant.id());
        send(request, response, Status.CREATED_201, tenant, key);
    }

    private void list(ServerRequest request, ServerResponse response) {
        requireAdmin(request);
        QueryParameters parameters = QueryParameters.of(request, Set.of("limit", "cursor"));
        TenantId from = parameters.text("cursor").map(this::cursor).orElse(TenantId.LOWEST);
        ListTenants.Page page = useCases.listTenants().list(from, parameters.limit(DEFAULT_LIMIT));
        Answers.json(
                request,
                response,
                Status.OK_200,
                json.bytes(out -> TenantDocuments.write(out, page)));
    }

    private TenantId cursor(String text) {
        try {
            return TenantId.parse(NameCursor.decode(text));
        } catch (InvalidValue _) {
            throw NameCursor.invalid();
        }
    }

    private void show(ServerRequest request, ServerResponse response) {
        requireAdmin(request);
        QueryParameters.of(request, Set.of());
        TenantId id = id(request);
        List<Tenant> found = useCases.listTenants().list(id, 1).tenants();
        if (found.isEmpty() || !found.getFirst().id().equals(id)) {
            throw unknown(id);
        }
        send(request, response, Status.OK_200, found.getFirst(), null);
    }

    private void change(ServerRequest request, ServerResponse response) throws IOException {
        RequestBody.Pending pending = bodies.json(request);
        requireAdmin(request);
        QueryParameters.of(request, Set.of());
        TenantId id = id(request);
        ChangeTenant changeTenant = useCases.changeTenant();
        try (InputStream body = pending.open()) {
            Tenant changed =
                    changeTenant
                            .change(id, TenantDocuments.change(json, body))
                            .orElseThrow(() -> unknown(id));
            send(request, response, Status.OK_200, changed, null);
        }
    }

    private void requireAdmin(ServerRequest request) {
        AuthenticateAdmin admin = useCases.authenticateAdmin();
        if (CredentialHeaders.key(request).filter(admin::isAdmin).isEmpty()) {
            throw TenantGate.unproven(
                    "send the key that administrates: Authorization: Bearer <ADMIN_KEY>");
        }
    }

    private static TenantId id(ServerRequest request) {
        try {
            return TenantId.parse(request.path().pathParameters().get("id"));
        } catch (InvalidValue invalid) {
            throw new Refusal(ProblemType.INVALID_TENANT_ID, invalid.detail());
        }
    }

    private static Refusal unknown(TenantId id) {
        return new Refusal(ProblemType.NOT_FOUND, "there is no tenant of this id: " + id);
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Tenant tenant,
            @Nullable ApiKey key) {
        byte[] body = json.bytes(out -> TenantDocuments.write(out, tenant, key));
        Answers.json(request, response, status, body);
    }
}
