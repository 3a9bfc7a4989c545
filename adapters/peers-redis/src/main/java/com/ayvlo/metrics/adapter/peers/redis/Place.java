package com.ayvlo.metrics.adapter.peers.redis;

import com.ayvlo.metrics.adapter.client.redis.GuardedRedis;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a node leaves in Redis what it tells, and finds what others have told. Everything expires
 * by the clock of Redis. All methods throw {@link JedisException} if Redis does not do it. Safe for
 * concurrent use.
 */
final class Place {
    /** Longer than the beat that came after it, so that no node is heard without what it told. */
    private static final SetParams EXPIRING =
            SetParams.setParams().px(Peers.SILENT_AFTER.multipliedBy(2).toMillis());

    private static final String NODES = "ayvlo:peers:{nodes}:";
    private static final String KNOWN = NODES + "known";
    private static final String HEARD = NODES + "heard:";
    private static final String REMEMBERED = NODES + "remembered:";

    private static final String CHECK = NODES + "check";

    /** At once, so that nobody who beats now is forgotten. */
    private static final String BEAT_TEXT =
            """
            redis.call('SADD', KEYS[1], ARGV[1])
            redis.call('SET', KEYS[2] .. ARGV[1], '', 'PX', ARGV[2])
            redis.call('SET', KEYS[3] .. ARGV[1], '', 'PX', ARGV[3])
            for _, node in ipairs(redis.call('SMEMBERS', KEYS[1])) do
              if redis.call('EXISTS', KEYS[3] .. node) == 0 then
                redis.call('SREM', KEYS[1], node)
              end
            end
            """;

    private static final GuardedRedis.Script BEAT = GuardedRedis.Script.of(BEAT_TEXT);
    private final String node;

    /** The place of this node. */
    Place(NodeId node) {
        this.node = node.toString();
    }

    /** Of the node among those of a tenant; the braces keep these on one node of a cluster. */
    private static String unstored(TenantId tenant, String node) {
        return "ayvlo:peers:{%s}:unstored:%s".formatted(tenant, node);
    }

    private static byte[] answer(TenantId tenant, RequestKey key) {
        return "ayvlo:peers:{%s}:answer:%016x%016x"
                .formatted(tenant, key.high(), key.low())
                .getBytes(StandardCharsets.UTF_8);
    }

    boolean tell(RedisClient redis, Map<TenantId, Optional<Instant>> earliest) {
        List<Response<?>> answers = new ArrayList<>();
        try (Pipeline pipeline = redis.pipelined()) {
            earliest.forEach(
                    (tenant, time) -> {
                        String key = unstored(tenant, node);
                        answers.add(
                                time.isPresent()
                                        ? pipeline.set(key, millis(time.get()), EXPIRING)
                                        : pipeline.del(key));
                    });
            pipeline.sync();
        }
        answers.forEach(Response::get); // throws if it is an error
        return true;
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    boolean beat(RedisClient redis) {
        BEAT.run(
                redis,
                List.of(KNOWN, HEARD, REMEMBERED),
                List.of(
                        node,
                        Long.toString(Peers.SILENT_AFTER.toMillis()),
                        Long.toString(Peers.FORGOTTEN_AFTER.toMillis())));
        return true;
    }

    boolean leave(RedisClient redis) {
        redis.srem(KNOWN, node);
        return true;
    }

    /** Two round trips. */
    PeersComplete completeUntil(RedisClient redis, TenantId tenant) {
        Set<String> known = redis.smembers(KNOWN);
        if (!known.contains(node)) {
            return new PeersComplete.Unknown(); // nor may others be who have been here
        }
        List<String> others = known.stream().filter(other -> !other.equals(node)).toList();
        return others.isEmpty()
                ? new PeersComplete.Known(Optional.empty())
                : completeUntil(redis, tenant, others);
    }

    private static PeersComplete completeUntil(
            RedisClient redis, TenantId tenant, List<String> others) {
        try (Pipeline pipeline = redis.pipelined()) {
            Response<List<String>> heard = pipeline.mget(keys(HEARD, others));
            Response<List<String>> remembered = pipeline.mget(keys(REMEMBERED, others));
            Response<List<String>> told = pipeline.mget(keys(unstored(tenant, ""), others));
            pipeline.sync();
            return completeUntil(heard.get(), remembered.get(), told.get());
        }
    }

    private static String[] keys(String prefix, List<String> nodes) {
        return nodes.stream().map(prefix::concat).toArray(String[]::new);
    }

    private static PeersComplete completeUntil(
            List<@Nullable String> heard,
            List<@Nullable String> remembered,
            List<@Nullable String> told) {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < heard.size(); i++) {
            if (heard.get(i) == null && remembered.get(i) != null) {
                return new PeersComplete.Unknown();
            }
            String time = told.get(i);
            if (heard.get(i) != null && time != null) {
                earliest = Math.min(earliest, Long.parseLong(time));
            }
        }
        return new PeersComplete.Known(
                earliest == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(earliest)));
    }

    static boolean tell(RedisClient redis, KeyedAnswer answer) {
        redis.set(
                answer(answer.tenant(), answer.key()),
                AnswerBytes.encode(answer),
                SetParams.setParams().nx().px(Peers.ANSWERS_KEPT.toMillis()));
        return true;
    }

    static Optional<KeyedAnswer> find(RedisClient redis, TenantId tenant, RequestKey key) {
        byte @Nullable [] value = redis.get(answer(tenant, key));
        return value == null ? Optional.empty() : AnswerBytes.decode(tenant, key, value);
    }

    /** Leaves something for a moment: a server that answers may still refuse to write. */
    static boolean probe(RedisClient redis) {
        redis.set(CHECK, "", SetParams.setParams().px(1));
        return true;
    }
}
