package com.ayvlo.metrics.bootstrap.faults;

import com.ayvlo.metrics.bootstrap.Answer;
import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.Await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Clients that send one request after the other and write down what they are told. */
final class Load implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ApiClient api;
    private final Ledger ledger;
    private final List<Future<?>> clients = new ArrayList<>();
    private final List<Answer> refusals = new CopyOnWriteArrayList<>();
    private volatile boolean isStopping;

    private Load(ApiClient api, Ledger ledger) {
        this.api = api;
        this.ledger = ledger;
    }

    /** A client that sends only what it is told to. */
    static Load byHand(ApiClient api, Ledger ledger) {
        return new Load(api, ledger);
    }

    /** Starts this many clients. */
    static Load start(ApiClient api, Ledger ledger, int clients) {
        Load load = new Load(api, ledger);
        for (int i = 0; i < clients; i++) {
            FutureTask<Void> client = new FutureTask<>(load::run, null);
            load.clients.add(client);
            Thread.ofVirtual().start(client);
        }
        return load;
    }

    private void run() {
        while (!isStopping) {
            if (send(ledger.begin()) != Ledger.Fate.ACKNOWLEDGED) {
                Await.pass(PAUSE);
            }
        }
    }

    /** Sends a request, or sends it again, and writes down what becomes of it. */
    Ledger.Fate send(int request) {
        return send(api, request);
    }

    /** The same with a key that recognises the request when it is sent again. */
    Ledger.Fate sendKeyed(int request) {
        return send(api.with("Idempotency-Key", "key of request " + request), request);
    }

    private Ledger.Fate send(ApiClient client, int request) {
        byte[] body = ledger.body(request).getBytes(StandardCharsets.UTF_8);
        Ledger.Fate fate;
        try {
            fate = fate(client.trySend("POST", ApiClient.BATCH, body));
        } catch (IOException broken) {
            fate = Ledger.Fate.UNKNOWN;
        }
        ledger.end(request, fate);
        return fate;
    }

    private Ledger.Fate fate(Answer answer) {
        return switch (answer.status()) {
            case 200, 202 -> Ledger.Fate.ACKNOWLEDGED;
            case 409 -> Ledger.Fate.UNKNOWN; // it is being answered to an earlier attempt
            case 503 -> {
                refusals.add(answer);
                String code = answer.text("code");
                yield code.equals("outcome-unknown") || code.equals("timed-out")
                        ? Ledger.Fate.UNKNOWN
                        : Ledger.Fate.REFUSED;
            }
            default -> throw new AssertionError(answer.status() + " " + answer.body());
        };
    }

    /** The answers that were no promise. */
    List<Answer> refusals() {
        return List.copyOf(refusals);
    }

    /** Waits until this many more requests are acknowledged. */
    void awaitAcknowledged(long more) {
        long before = ledger.count(Ledger.Fate.ACKNOWLEDGED);
        Await.until(
                more + " more requests are acknowledged",
                Duration.ofSeconds(60),
                () -> ledger.count(Ledger.Fate.ACKNOWLEDGED) >= before + more);
    }

    /** Sends no more, and waits for the answers to what was sent. */
    void stop() {
        isStopping = true;
        for (Future<?> client : clients) {
            try {
                client.get();
            } catch (ExecutionException | InterruptedException failure) {
                throw new AssertionError("a client failed", failure);
            }
        }
    }

    @Override
    public void close() {
        isStopping = true;
    }
}
