package com.ayvlo.metrics.bootstrap.faults;

import com.ayvlo.metrics.bootstrap.Answer;
import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.testkit.servers.Await;

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
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ApiClient api;
    private final Ledger ledger;
    private final boolean isKeyed;
    private final Duration pause;
    private final List<Future<?>> clients = new ArrayList<>();
    private final List<Answer> refusals = new CopyOnWriteArrayList<>();
    private volatile boolean isStopping;

    /** Clients that do nothing yet. */
    Load(ApiClient api, Ledger ledger) {
        this(api, ledger, false, Duration.ZERO);
    }

    private Load(ApiClient api, Ledger ledger, boolean isKeyed, Duration pause) {
        this.api = api;
        this.ledger = ledger;
        this.isKeyed = isKeyed;
        this.pause = pause;
    }

    /** The same with an Idempotency-Key in each request, so that it can be sent again. */
    Load keyed() {
        return new Load(api, ledger, true, pause);
    }

    /** The same resting after each request: what comes in for long has to be read back. */
    Load resting(Duration newPause) {
        return new Load(api, ledger, isKeyed, newPause);
    }

    /** Lets this many clients send until they are stopped. */
    Load start(int number) {
        for (int i = 0; i < number; i++) {
            FutureTask<Void> client = new FutureTask<>(this::run, null);
            clients.add(client);
            Thread.ofVirtual().start(client);
        }
        return this;
    }

    private void run() {
        while (!isStopping) {
            boolean isKept = send(ledger.begin()) == Ledger.Fate.ACKNOWLEDGED;
            Await.pass(isKept ? pause : AFTER_REFUSAL);
        }
    }

    /** Sends a request, or sends it again, and writes down what becomes of it. */
    Ledger.Fate send(int request) {
        ApiClient client = isKeyed ? api.with("Idempotency-Key", "key of request " + request) : api;
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
                SOON,
                () -> ledger.count(Ledger.Fate.ACKNOWLEDGED) >= before + more);
    }

    /** Sends a request, again and again, until it is acknowledged. */
    void sendUntilAcknowledged(int request) {
        Await.until(
                "request " + request + " is acknowledged",
                SOON,
                () -> send(request) == Ledger.Fate.ACKNOWLEDGED);
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
