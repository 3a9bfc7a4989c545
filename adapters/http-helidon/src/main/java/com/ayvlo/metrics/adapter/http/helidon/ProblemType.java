package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.http.Status;

/** The kinds of problems, each with the status it has. Codes are part of the API: never renamed. */
enum ProblemType {
    MALFORMED_REQUEST("malformed-request", 400, "Malformed request"),
    INVALID_JSON("invalid-json", 400, "Invalid JSON"),
    INVALID_ENCODING("invalid-encoding", 400, "Undecodable body"),
    INVALID_TENANT_ID("invalid-tenant-id", 400, "Invalid tenant id"),
    AMBIGUOUS_HEADER("ambiguous-header", 400, "Ambiguous header"),
    UNAUTHORIZED("unauthorized", 401, "Unauthorized"),
    FORBIDDEN("forbidden", 403, "Forbidden"),
    NOT_FOUND("not-found", 404, "Not found"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    KEY_IN_USE("idempotency-key-in-use", 409, "Key in use"),
    TENANT_EXISTS("tenant-exists", 409, "Tenant exists"),
    LENGTH_REQUIRED("length-required", 411, "Length required"),
    BODY_TOO_LARGE("body-too-large", 413, "Body too large"),
    URI_TOO_LONG("uri-too-long", 414, "URI too long"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported media type"),
    UNSUPPORTED_ENCODING("unsupported-encoding", 415, "Unsupported encoding"),
    REFUSED("refused", 422, "Unprocessable content"),
    KEY_REUSED("idempotency-key-reused", 422, "Key used for another request"),
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    HEADERS_TOO_LARGE("headers-too-large", 431, "Headers too large"),
    INTERNAL_ERROR("internal-error", 500, "Internal error"),
    NOT_IMPLEMENTED("not-implemented", 501, "Not implemented"),
    IDEMPOTENCY_FULL("idempotency-full", 503, "No room for keys"),
    UNAVAILABLE("unavailable", 503, "Temporarily unavailable"),
    OVERLOADED("overloaded", 503, "Overloaded"),
    OUTCOME_UNKNOWN("outcome-unknown", 503, "Outcome unknown"),
    TIMED_OUT("timed-out", 503, "Timed out"),
    VERSION_NOT_SUPPORTED("http-version-not-supported", 505, "HTTP version not supported");

    private static final int FIRST_SERVER_ERROR = 500;

    private final String code;
    private final int status;
    private final String title;

    ProblemType(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The kind that stands for a status which the framework chose. */
    static ProblemType ofStatus(Status status) {
        for (ProblemType type : values()) {
            if (type.status == status.code() && !type.isOfKeys()) {
                return type;
            }
        }
        return status.code() < FIRST_SERVER_ERROR ? MALFORMED_REQUEST : INTERNAL_ERROR;
    }

    /** Whether it is about Idempotency-Key, and so never the framework's. */
    private boolean isOfKeys() {
        return this == KEY_IN_USE || this == KEY_REUSED || this == IDEMPOTENCY_FULL;
    }

    String code() {
        return code;
    }

    Status status() {
        Status known = Status.create(status);
        return known.reasonPhrase().isEmpty() ? Status.create(status, title) : known;
    }

    String title() {
        return title;
    }
}
