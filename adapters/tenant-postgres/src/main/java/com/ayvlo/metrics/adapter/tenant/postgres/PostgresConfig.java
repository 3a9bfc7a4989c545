package com.ayvlo.metrics.adapter.tenant.postgres;

/**
 * Where PostgreSQL is.
 *
 * @param host its name or address
 * @param port where it listens, 1 to 65,535
 * @param user who may make a schema in the database, or owns the one that is there
 * @param password of the user; never printed
 * @param database that holds the tenants, in a schema of their own
 */
public record PostgresConfig(String host, int port, String user, String password, String database) {
    private static final int MAX_PORT = 65_535;

    /** A place; nothing is connected yet. */
    public PostgresConfig {
        if (host.isBlank() || user.isBlank() || database.isBlank()) {
            throw new IllegalArgumentException("host, user and database are needed");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("no port: " + port);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresConfig[%s:%d/%s, user %s]".formatted(host, port, database, user);
    }
}
