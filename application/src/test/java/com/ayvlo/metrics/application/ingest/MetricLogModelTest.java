package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.application.Seeds;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * Whatever happens to the store and the process, in whatever order: what was acknowledged is stored
 * exactly once, and nothing else is.
 */
@Timeout(300)
final class MetricLogModelTest {
    private static final int THREADS = 3;
    private static final TestStore.Fault[] FAULTS = TestStore.Fault.values();

    /** One run of a service that is killed and started again. */
    private static final class Life {
        private final Random random;
        private final boolean doubtful;
        private final TenantId tenant = TestMetrics.freshTenant();
        private final List<Double> acknowledged = Collections.synchronizedList(new ArrayList<>());
        private TestLog log;
        private int next = 1;

        Life(Random random) {
            this.random = random;
            this.doubtful = random.nextBoolean();
            BatcherConfig config =
                    new BatcherConfig(
                            20 + random.nextInt(60),
                            5 + random.nextInt(40),
                            pace(Duration.ofMillis(random.nextInt(3))),
                            Duration.ofMillis(1),
                            Duration.ofMillis(2));
            log = TestLog.prepare(config);
            prepare(log, log);
            log.start();
        }

        private static BlockPace pace(Duration interval) {
            return new BlockPace(1, interval, Duration.ZERO, interval);
        }

        void run() throws InterruptedException {
            for (int process = 1 + random.nextInt(5); process > 0; process--) {
                List<Thread> clients = clients();
                disturb();
                if (process > 1) {
                    log = restarted(clients);
                } else {
                    join(clients);
                }
            }
            end();
        }

        private List<Thread> clients() {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                List<List<TestMetric>> batches = new ArrayList<>();
                for (int batch = random.nextInt(12); batch > 0; batch--) {
                    int size = 1 + random.nextInt(15);
                    batches.add(Metrics.numbered(tenant, "m", next, size));
                    next += size;
                }
                TestLog to = log;
                clients.add(Thread.ofVirtual().start(() -> send(batches, to)));
            }
            return clients;
        }

        private void send(List<List<TestMetric>> batches, TestLog to) {
            for (List<TestMetric> batch : batches) {
                try {
                    to.append(batch);
                    batch.forEach(metric -> acknowledged.add(metric.value()));
                } catch (JournalException.Stopped dead) {
                    return;
                }
            }
        }

        private void disturb() {
            for (int i = random.nextInt(6); i > 0; i--) {
                log.store.fail(FAULTS[random.nextInt(FAULTS.length)]);
            }
            log.store.away(random.nextInt(4) == 0);
        }

        /** Killed at a moment that the threads decide. */
        private TestLog restarted(List<Thread> clients) throws InterruptedException {
            if (random.nextBoolean()) {
                join(clients);
            }
            if (random.nextBoolean()) {
                log.log().awaitStored(1 + random.nextInt(next), Duration.ofMillis(5));
            }
            TestLog nextLog = log.crash();
            join(clients);
            CountDownLatch questions = new CountDownLatch(random.nextInt(3));
            nextLog.store.positionUnknown(
                    () -> {
                        boolean unknown = questions.getCount() > 0;
                        questions.countDown();
                        return unknown;
                    });
            prepare(nextLog, log);
            nextLog.clock.advance(Duration.ofSeconds(1));
            return nextLog.start();
        }

        private void prepare(TestLog process, TestLog before) {
            process.store.securedLag(random.nextInt(80));
            if (doubtful) {
                process.store.doubtLastBlock(before.store);
            }
        }

        private void end() {
            log.store.away(false);
            assertThat(log.log().awaitStored(tenant, TestLog.LONG)).as("all stored").isTrue();
            assertThat(log.log().unstored()).isZero();
            assertThat(log.log().completeness(tenant).until()).isEmpty();
            log.close();
            assertThat(log.values(TestMetric.of(tenant, "m")))
                    .containsExactlyInAnyOrderElementsOf(acknowledged);
        }

        private static void join(List<Thread> threads) throws InterruptedException {
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void every_acknowledged_metric_is_stored_exactly_once_whatever_happens() {
        Seeds.each(
                200,
                random -> {
                    try {
                        new Life(random).run();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                });
    }
}
