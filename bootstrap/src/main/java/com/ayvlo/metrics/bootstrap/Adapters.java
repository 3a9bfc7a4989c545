package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.adapter.idempotency.file.FileKeyedAnswers;
import com.ayvlo.metrics.adapter.idempotency.file.FileKeyedAnswersConfig;
import com.ayvlo.metrics.adapter.journal.file.FileJournal;
import com.ayvlo.metrics.adapter.journal.file.FileJournalConfig;
import com.ayvlo.metrics.adapter.peers.redis.RedisPeers;
import com.ayvlo.metrics.adapter.ratelimit.local.LocalRateLimiter;
import com.ayvlo.metrics.adapter.ratelimit.redis.RedisRateLimiter;
import com.ayvlo.metrics.adapter.storage.clickhouse.ClickHouseStorage;
import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbConfig;
import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbStorage;
import com.ayvlo.metrics.adapter.tenant.local.LocalTenantDirectory;
import com.ayvlo.metrics.adapter.tenant.postgres.PostgresTenantDirectory;
import com.ayvlo.metrics.application.ingest.BatcherConfig;
import com.ayvlo.metrics.application.ingest.BlockPace;
import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;

import java.nio.file.Path;
import java.time.InstantSource;

/** Makes the driven adapters that the configuration chose. */
final class Adapters {
    private final ServiceConfig config;
    private final InstantSource clock;

    Adapters(ServiceConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    MetricStorage storage(Path data) {
        return config.servers()
                .clickHouse()
                .<MetricStorage>map(ClickHouseStorage::open)
                .orElseGet(() -> DuckDbStorage.open(DuckDbConfig.defaults(data), clock));
    }

    /** How the storage likes its blocks. */
    BatcherConfig batcher() {
        return BatcherConfig.at(
                config.servers().clickHouse().isPresent()
                        ? BlockPace.remote(config.batchSize(), config.batchTimeout())
                        : BlockPace.LOCAL);
    }

    TenantDirectory tenants(Path data) {
        return config.servers()
                .postgres()
                .<TenantDirectory>map(PostgresTenantDirectory::new)
                .orElseGet(() -> LocalTenantDirectory.open(data));
    }

    RateLimiter limiter() {
        RateLimiter local = new LocalRateLimiter(System::nanoTime);
        return config.servers()
                .redis()
                .<RateLimiter>map(redis -> new RedisRateLimiter(redis, local))
                .orElse(local);
    }

    /** Of use where nodes share a storage. */
    Peers peers(NodeId node) {
        return config.servers()
                .clickHouse()
                .flatMap(_ -> config.servers().redis())
                .<Peers>map(redis -> new RedisPeers(redis, node))
                .orElse(Peers.NONE);
    }

    Journal journal(Path data) {
        FileJournalConfig defaults = FileJournalConfig.defaults(data.resolve("journal"));
        return new FileJournal(
                new FileJournalConfig(
                        defaults.directory(),
                        config.journalMaxBytes(),
                        defaults.segmentBytes(),
                        defaults.reserveBytes()));
    }

    KeyedAnswers answers(Path data) {
        FileKeyedAnswersConfig defaults = FileKeyedAnswersConfig.defaults(data.resolve("answers"));
        return new FileKeyedAnswers(
                new FileKeyedAnswersConfig(
                        defaults.directory(), config.idempotencyMaxKeys(), defaults.keep()),
                clock);
    }
}
