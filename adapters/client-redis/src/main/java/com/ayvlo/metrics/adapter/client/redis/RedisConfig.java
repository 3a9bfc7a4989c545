package com.ayvlo.metrics.adapter.client.redis;

/**
 * Where Redis is.
 *
 * @param host its name or address
 * @param port where it listens, 1 to 65,535
 * @param db number of the database; a cluster has only 0
 * @param password of the default user, empty if it asks for none; never printed
 */
public record RedisConfig(String host, int port, int db, String password) {
    private static final int MAX_PORT = 65_535;

    /** A place; nothing is connected yet. */
    public RedisConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host is needed");
        }
        if (port < 1 || port > MAX_PORT || db < 0) {
            throw new IllegalArgumentException("no port or database: %d, %d".formatted(port, db));
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisConfig[%s:%d/%d]".formatted(host, port, db);
    }
}
