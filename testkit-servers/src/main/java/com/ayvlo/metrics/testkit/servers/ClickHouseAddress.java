package com.ayvlo.metrics.testkit.servers;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Where a ClickHouse is, and who may do everything there. */
record ClickHouseAddress(String host, int port, String user, String password) {
    private static final int HTTP_PORT = 8123;

    /** Reads {@code http://user:password@host:port}. */
    static ClickHouseAddress parse(String url) {
        URI uri = URI.create(url);
        String[] login =
                uri.getRawUserInfo() == null
                        ? new String[] {"default"}
                        : uri.getRawUserInfo().split(":", 2);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no host in " + uri.getScheme() + " address");
        }
        return new ClickHouseAddress(
                uri.getHost(),
                uri.getPort() < 0 ? HTTP_PORT : uri.getPort(),
                decoded(login[0]),
                login.length == 1 ? "" : decoded(login[1]));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
