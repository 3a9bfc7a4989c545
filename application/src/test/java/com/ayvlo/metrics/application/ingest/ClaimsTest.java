package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.InMemoryPeers;
import com.ayvlo.metrics.testkit.MutableClock;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(60)
final class ClaimsTest {
    private static final int SENDERS = 6;
    private static final int REQUESTS = 5_000;

    private final InMemoryPeers.Place place =
            new InMemoryPeers.Place(MutableClock.at(TestMetric.START));
    private final Peers other = new InMemoryPeers(place, NodeId.random());
    private final NodeSeriesDictionary dictionary = new NodeSeriesDictionary(100);
    private final List<TenantId> tenants =
            List.of(TestMetrics.freshTenant(), TestMetrics.freshTenant());
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Claims claims =
            new Claims(
                    new InMemoryPeers(place, NodeId.random()), stored::get, Duration.ofMillis(1));

    /** While others look, store and send: the other node is asked as soon as cover returns. */
    @Test
    void peers_never_take_for_stored_what_is_acknowledged_and_not() throws Exception {
        other.beat();
        place.distance(Duration.ofNanos(100_000));
        claims.start();
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS + 1)) {
            List<Future<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                Random random = new Random(i);
                senders.add(threads.submit(() -> send(random)));
            }
            Future<?> storing = threads.submit(this::storeAll);
            int unstored = 0;
            try {
                for (Future<Integer> sender : senders) {
                    unstored += sender.get();
                }
            } finally {
                over.set(true);
            }
            storing.get();
            assertThat(unstored).as("requests that had to be covered").isGreaterThan(1000);
        }
        claims.close();
        for (TenantId tenant : tenants) {
            assertThat(other.completeUntil(tenant))
                    .isEqualTo(new PeersComplete.Known(Optional.empty()));
        }
    }

    private int send(Random random) {
        int unstored = 0;
        for (int i = 0; i < REQUESTS; i++) {
            TestMetric metric =
                    TestMetric.of(tenants.get(random.nextInt(tenants.size())), "m")
                            .at(TestMetric.START.plusMillis(random.nextInt(1_000_000)));
            Unstored metrics = Unstored.of(Metrics.batch(dictionary, List.of(metric)));
            long position = add(metrics);
            claims.cover(metrics);
            if (!isCovered(metric)) {
                assertThat(stored.get()).as("stored").isGreaterThanOrEqualTo(position);
            } else {
                unstored++;
            }
        }
        return unstored;
    }

    /** In order, like the journal. */
    private synchronized long add(Unstored metrics) {
        long position = added.get() + 1;
        claims.add(position, metrics);
        added.set(position);
        return position;
    }

    private boolean isCovered(TestMetric metric) {
        return switch (other.completeUntil(metric.tenant())) {
            case PeersComplete.Known(Optional<Instant> until) ->
                    until.isPresent() && until.get().toEpochMilli() <= metric.epochMillis();
            case PeersComplete.Unknown() -> throw new AssertionError("nobody is silent");
        };
    }

    private void storeAll() {
        Random random = new Random(99);
        boolean last = false;
        while (!last) {
            last = over.get();
            long end = added.get();
            if (last || random.nextInt(1000) == 0) {
                stored.set(end);
            }
            Thread.onSpinWait();
        }
    }
}
