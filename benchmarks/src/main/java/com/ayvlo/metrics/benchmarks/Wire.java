package com.ayvlo.metrics.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * One kept connection that speaks just as much HTTP/1.1 as a benchmark needs: a socket and little
 * else, so that what is measured is the service. Not for use by several threads.
 */
final class Wire implements AutoCloseable {
    static final String API = "/api/v1";

    private final SocketChannel channel;
    private final ByteBuffer received = ByteBuffer.allocateDirect(1 << 16).flip();

    private Wire(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to a port of this machine. */
    static Wire to(int port) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Wire(channel);
    }

    /** The head of a request under {@link #API} with a JSON body. */
    static byte[] head(String method, String path, UUID tenant, int bodyBytes) {
        return head(method, API + path, "X-Tenant-ID: " + tenant, bodyBytes);
    }

    private static byte[] head(String method, String path, String header, int bodyBytes) {
        return """
        %s %s HTTP/1.1\r
        Host: localhost\r
        %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
                .formatted(method, path, header, bodyBytes)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks in the name of a tenant. */
    Answer ask(String method, String path, UUID tenant, String body) throws IOException {
        return ask(method, API + path, "X-Tenant-ID: " + tenant, body);
    }

    /** Asks with a header; the path is whole. */
    Answer ask(String method, String path, String header, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head(method, path, header, bytes.length));
        request.writeBytes(bytes);
        return exchange(ByteBuffer.wrap(request.toByteArray()));
    }

    /** Sends a request and waits for its answer. */
    Answer exchange(ByteBuffer request) throws IOException {
        while (request.hasRemaining()) {
            channel.write(request);
        }
        return receive();
    }

    private Answer receive() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.endsWith("chunked");
            }
        }
        byte[] body = chunked ? chunks() : bytes(length);
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(bytes(size));
            line();
        }
        while (!line().isEmpty()) {
            // A trailer: nothing in it is of interest.
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            fill();
            int part = Math.min(received.remaining(), length - at);
            received.get(bytes, at, part);
            at += part;
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            fill();
            char next = (char) (received.get() & 0xff);
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append(next);
            }
        }
    }

    private void fill() throws IOException {
        if (!received.hasRemaining()) {
            received.clear();
            if (channel.read(received) < 0) {
                throw new EOFException("the service closed the connection");
            }
            received.flip();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
