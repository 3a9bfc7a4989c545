package com.ayvlo.metrics.adapter.client.redis;

import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

import java.net.SocketTimeoutException;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What failures mean, in words of our own: those of the server may quote what they were given. */
final class RedisErrors {
    /** What an error of the server is called: WRONGTYPE, LOADING, READONLY. */
    private static final Pattern CODE = Pattern.compile("\\b(?!ERR\\b)[A-Z]{3,}\\b");

    private RedisErrors() {}

    /** A failure as a predicate of Redis. */
    static String words(RuntimeException failure) {
        if (isTimeout(failure)) {
            return "does not answer in time";
        }
        return switch (failure) {
            case JedisAccessControlException _ -> "refuses the password";
            case JedisDataException answer -> "answers with " + code(answer);
            case JedisConnectionException _ -> "cannot be reached";
            default -> "cannot be used";
        };
    }

    private static String code(JedisDataException answer) {
        Matcher code = CODE.matcher(String.valueOf(answer.getMessage()));
        return code.find() ? code.group() : "an error";
    }

    /** Of the socket, or of the pool while all connections wait for an answer. */
    private static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException
                    || cause instanceof NoSuchElementException) {
                return true;
            }
            for (Throwable suppressed : cause.getSuppressed()) {
                if (suppressed instanceof SocketTimeoutException) {
                    return true;
                }
            }
        }
        return false;
    }
}
