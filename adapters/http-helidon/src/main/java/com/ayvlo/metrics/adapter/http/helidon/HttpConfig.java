package com.ayvlo.metrics.adapter.http.helidon;

import java.time.Duration;

/**
 * Where the API listens, and the most it takes.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param maxBodyBytes the most bytes of a request's body, on the wire and decoded
 * @param requestTimeout the most time for one request: to send it, and to answer it
 * @param idleTimeout how long a connection may wait for its next request
 * @param maxConnections the most connections at a time; more wait to be accepted
 * @param shutdownGrace how long {@link HttpApi#stop()} waits for requests that are being answered
 */
public record HttpConfig(
        String host,
        int port,
        int maxBodyBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        int maxConnections,
        Duration shutdownGrace) {
    private static final int MAX_PORT = 65_535;

    /** Checks that the bounds make sense. */
    public HttpConfig {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is 0 to " + MAX_PORT);
        }
        if (maxBodyBytes < 1 || maxBodyBytes > Integer.MAX_VALUE / 2 || maxConnections < 1) {
            throw new IllegalArgumentException("bounds of the HTTP API");
        }
    }

    /** Loopback, port 8001, bodies of 16 MiB. */
    public static HttpConfig defaults() {
        return new HttpConfig(
                "127.0.0.1",
                8001,
                16 * 1024 * 1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(75),
                4096,
                Duration.ofSeconds(20));
    }

    /** The same on another address. */
    public HttpConfig at(String newHost, int newPort) {
        return new HttpConfig(
                newHost,
                newPort,
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                maxConnections,
                shutdownGrace);
    }

    /** The same with another bound for bodies. */
    public HttpConfig withMaxBodyBytes(int bytes) {
        return new HttpConfig(
                host, port, bytes, requestTimeout, idleTimeout, maxConnections, shutdownGrace);
    }

    /** The same with another time for a request. */
    public HttpConfig withRequestTimeout(Duration timeout) {
        return new HttpConfig(
                host, port, maxBodyBytes, timeout, idleTimeout, maxConnections, shutdownGrace);
    }

    /** The same with another time for requests to end in. */
    public HttpConfig withShutdownGrace(Duration grace) {
        return new HttpConfig(
                host, port, maxBodyBytes, requestTimeout, idleTimeout, maxConnections, grace);
    }
}
