package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.StorageException;
import com.clickhouse.client.api.ConnectionInitiationException;
import com.clickhouse.client.api.ServerException;

import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Decides what a failure means to the caller, by ClickHouse's code for it. Our messages say nothing
 * of the statement: they may reach a client.
 */
final class ClickHouseErrors {
    private static final int UNKNOWN_TABLE = 60;
    private static final int UNKNOWN_DATABASE = 81;

    /** Of networks, replicas, keepers, clusters, and of tables that are not there (yet). */
    private static final Set<Integer> PASSING =
            Set.of(
                    UNKNOWN_TABLE,
                    UNKNOWN_DATABASE,
                    198,
                    210,
                    218,
                    225,
                    236,
                    279,
                    285,
                    286,
                    319,
                    341,
                    369,
                    392,
                    415,
                    473,
                    696,
                    701,
                    722,
                    999,
                    1000,
                    1001,
                    1002);

    /** Of files, disks and object stores, whatever was to be done with them. */
    private static final Set<Integer> OF_DISKS =
            Set.of(74, 75, 76, 77, 87, 88, 204, 294, 425, 499, 586);

    /** Of a server, or a user of it, that has as much to do as it may. */
    private static final Set<Integer> BUSY =
            Set.of(201, 202, 203, 439, 692, 700, 745, 749, 762, 776);

    private ClickHouseErrors() {}

    /** What to throw when a question failed. */
    static StorageException ofQuestion(Throwable failure) {
        ServerException refusal = find(failure, ServerException.class);
        if (refusal != null) {
            return ofCode(refusal);
        }
        if (find(failure, SocketTimeoutException.class) != null && !isUnreached(failure)) {
            return new StorageException.TimedOut("ClickHouse does not answer", failure);
        }
        return new StorageException.Unavailable("ClickHouse cannot be reached", failure);
    }

    /** What to throw when a change failed: it may have happened, unless it is known not to have. */
    static StorageException ofChange(Throwable failure) {
        ServerException refusal = find(failure, ServerException.class);
        if (refusal == null) {
            return isUnreached(failure)
                    ? new StorageException.Unavailable("ClickHouse cannot be reached", failure)
                    : new StorageException.OutcomeUnknown(
                            "the connection to ClickHouse was lost", failure);
        }
        StorageException meaning = ofCode(refusal);
        return isRefusedBeforehand(refusal.getCode())
                        || meaning instanceof StorageException.TimedOut
                ? meaning
                : new StorageException.OutcomeUnknown(
                        "ClickHouse failed with code " + refusal.getCode(), failure);
    }

    /**
     * The same of a block that goes to several servers: one refused, others may have kept theirs.
     */
    static StorageException ofChangeInParts(Throwable failure) {
        StorageException meaning = ofChange(failure);
        ServerException refusal = find(failure, ServerException.class);
        boolean nothingKept =
                meaning instanceof StorageException.Unavailable
                        || meaning instanceof StorageException.Overloaded;
        return refusal == null || !nothingKept
                ? meaning
                : new StorageException.OutcomeUnknown(
                        "a part of the block was not stored: " + meaning.getMessage(), failure);
    }

    /** Whether it was refused because there are no such tables (any more). */
    static boolean isOfMissingTables(Throwable failure) {
        ServerException refusal = find(failure, ServerException.class);
        return refusal != null
                && (refusal.getCode() == UNKNOWN_TABLE || refusal.getCode() == UNKNOWN_DATABASE);
    }

    /** Whether the connection broke, so that another one may answer. */
    static boolean isOfConnection(Throwable failure) {
        return find(failure, ServerException.class) == null
                && find(failure, SocketTimeoutException.class) == null
                && !isUnreached(failure);
    }

    /** Whether nothing can have reached the server. */
    private static boolean isUnreached(Throwable failure) {
        return find(failure, ConnectException.class) != null
                || find(failure, UnknownHostException.class) != null
                || find(failure, NoRouteToHostException.class) != null
                || find(failure, ConnectionInitiationException.class) != null
                || isOfConnecting(find(failure, SocketTimeoutException.class));
    }

    /** The time-outs of connecting are of a class of their own; ours are of answers. */
    private static boolean isOfConnecting(@Nullable SocketTimeoutException timeout) {
        return timeout != null && timeout.getClass() != SocketTimeoutException.class;
    }

    private static StorageException ofCode(ServerException refusal) {
        int code = refusal.getCode();
        String reason =
                switch (code) {
                    case 173, 241, 777, 778 -> "ClickHouse needs more memory than its limit";
                    case 243 -> "the disk of ClickHouse is full";
                    case 252 -> "ClickHouse has too many parts to merge";
                    default -> BUSY.contains(code) ? "ClickHouse has too much to do" : "";
                };
        if (!reason.isEmpty()) {
            return new StorageException.Overloaded(reason, refusal);
        }
        return switch (code) {
            case 159, 160, 209, 394, 735 ->
                    new StorageException.TimedOut("ClickHouse was told to stop", refusal);
            case 40, 246, 271 ->
                    new StorageException.Corrupt("what ClickHouse kept is damaged", refusal);
            default -> ofUse(code, refusal);
        };
    }

    private static StorageException ofUse(int code, ServerException refusal) {
        return switch (code) {
            case 192, 193, 194, 516, 720 ->
                    new StorageException.Unavailable("ClickHouse refuses the login", refusal);
            case 291, 497 ->
                    new StorageException.Unavailable(
                            "ClickHouse denies its user the access", refusal);
            case 164, 242, 774 ->
                    new StorageException.Unavailable("ClickHouse may only be read", refusal);
            case 0 -> new StorageException.Unavailable("ClickHouse cannot be reached", refusal);
            default ->
                    PASSING.contains(code) || OF_DISKS.contains(code)
                            ? new StorageException.Unavailable(
                                    "ClickHouse failed with code " + code, refusal)
                            : new StorageException.Unsupported(
                                    "ClickHouse refused the statement with code " + code, refusal);
        };
    }

    /** Whether ClickHouse says so before it keeps anything of a block. */
    private static boolean isRefusedBeforehand(int code) {
        return switch (code) {
            case 0, 40, 173, 210, 236, 241, 243, 246, 271, 319, 777, 778, 999, 1000, 1001, 1002 ->
                    false;
            default -> !OF_DISKS.contains(code);
        };
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
