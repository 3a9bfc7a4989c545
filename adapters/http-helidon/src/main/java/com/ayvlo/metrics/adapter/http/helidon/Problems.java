package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.query.OverBudget;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.fasterxml.jackson.core.JsonGenerator;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.MDC;

import java.io.IOException;

/** Answers with problem documents (RFC 9457): every refusal and every failure ends here. */
final class Problems {
    static final String MEDIA_TYPE = "application/problem+json";

    /** Where the documentation explains a code. */
    private static final String TYPE = "/docs/problems#";

    private static final String RETRY_SECONDS = "1";
    private static final System.Logger LOG = System.getLogger(Problems.class.getName());

    private final Json json;

    Problems(Json json) {
        this.json = json;
    }

    /** The handler of everything that is thrown. */
    void handle(ServerRequest request, ServerResponse response, Throwable thrown) {
        if (thrown instanceof CloseConnectionException close) {
            throw close;
        }
        // The end of the request's time interrupts; the answer is still to be written.
        var _ = Thread.interrupted();
        send(request, response, of(thrown));
    }

    void send(ServerRequest request, ServerResponse response, Problem problem) {
        Answers.prepare(response, problem.type().status(), MEDIA_TYPE);
        problem.headers().forEach(response::header);
        Answers.send(request, response, bytes(problem));
    }

    byte[] bytes(Problem problem) {
        return json.bytes(out -> write(out, problem));
    }

    private static Problem of(Throwable thrown) {
        return switch (thrown) {
            case Refusal refusal -> refusal.problem();
            case InvalidValue invalid -> Problem.of(invalid);
            case StorageException storage -> of(storage);
            case JournalException journal -> of(journal);
            case TenantDirectoryUnavailable away -> directory(away);
            case HttpException framework -> framework(framework);
            default -> fault(thrown);
        };
    }

    private static Problem of(StorageException storage) {
        return switch (storage) {
            case StorageException.Unavailable _ ->
                    later(ProblemType.UNAVAILABLE, "the store cannot be reached; nothing was done");
            case StorageException.Overloaded _ ->
                    later(ProblemType.OVERLOADED, "the store is busy or full; nothing was done");
            case StorageException.OutcomeUnknown _ ->
                    later(
                            ProblemType.OUTCOME_UNKNOWN,
                            "the store did not confirm in time; the metrics may be kept or not");
            case StorageException.TimedOut _ ->
                    later(ProblemType.TIMED_OUT, "the store did not answer in time");
            case StorageException.Unsupported _, StorageException.Corrupt _ -> fault(storage);
        };
    }

    private static Problem of(JournalException journal) {
        return switch (journal) {
            case JournalException.Full _ ->
                    later(ProblemType.OVERLOADED, "there is no room for more; nothing was kept");
            case JournalException.Stopped _ ->
                    later(
                            ProblemType.OUTCOME_UNKNOWN,
                            "the journal stopped; the metrics may be kept or not");
        };
    }

    private static Problem later(ProblemType type, String detail) {
        return Problem.of(type, detail).with(HeaderNames.RETRY_AFTER, RETRY_SECONDS);
    }

    private static Problem directory(TenantDirectoryUnavailable away) {
        LOG.log(System.Logger.Level.WARNING, "the directory of tenants did not answer", away);
        return later(
                ProblemType.UNAVAILABLE,
                "the tenant cannot be looked up at the moment; nothing was done");
    }

    /** The framework refuses by itself: no such path, above all. */
    private static Problem framework(HttpException refusal) {
        ProblemType type = ProblemType.ofStatus(refusal.status());
        return switch (type) {
            case INTERNAL_ERROR -> fault(refusal);
            case NOT_FOUND -> Problem.of(type, "there is nothing at this path");
            default -> Problem.of(type, "the request cannot be answered: " + type.title());
        };
    }

    private static Problem fault(Throwable fault) {
        LOG.log(System.Logger.Level.ERROR, "a request failed", fault);
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "this is a fault of the service; its log has more under the request's id");
    }

    /** A query that would have taken more than it may. */
    static Problem of(OverBudget budget) {
        return Problem.of(new InvalidValue(Reason.OVER_BUDGET, "", budget.detail()));
    }

    private static void write(JsonGenerator out, Problem problem) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", TYPE + problem.code());
        out.writeStringField("title", problem.type().title());
        out.writeNumberField("status", problem.type().status().code());
        out.writeStringField("detail", problem.detail());
        out.writeStringField("code", problem.code());
        String requestId = MDC.get("request_id");
        if (requestId != null) {
            out.writeStringField("request_id", requestId);
        }
        if (!problem.errors().isEmpty()) {
            out.writeArrayFieldStart("errors");
            for (Problem.Fault fault : problem.errors()) {
                write(out, fault);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    static void write(JsonGenerator out, Problem.Fault fault) throws IOException {
        out.writeStartObject();
        if (fault.index().isPresent()) {
            out.writeNumberField("index", fault.index().getAsInt());
        }
        out.writeStringField("pointer", fault.pointer());
        out.writeStringField("code", fault.code());
        out.writeStringField("detail", fault.detail());
        out.writeEndObject();
    }
}
