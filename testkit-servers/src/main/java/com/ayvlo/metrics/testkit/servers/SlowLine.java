package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A line to a server on which every answer is late, if it is told so: connections are made at once,
 * and what the server says arrives a while after it was said. Safe for concurrent use.
 */
public final class SlowLine implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final String host;
    private final int port;
    private final ServerSocket entry;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile Duration delay = Duration.ZERO;

    private SlowLine(String host, int port, ServerSocket entry) {
        this.host = host;
        this.port = port;
        this.entry = entry;
    }

    /** A line to this server that is fast so far. */
    public static SlowLine to(String host, int port) {
        try {
            ServerSocket entry = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            SlowLine line = new SlowLine(host, port, entry);
            Thread.ofVirtual().start(line::accept);
            return line;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where it begins. */
    public int port() {
        return entry.getLocalPort();
    }

    /** From now on answers are late by so much, on connections that there are, too. */
    public void delay(Duration newDelay) {
        delay = newDelay;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                sockets.add(client);
                Socket server = new Socket(host, port);
                sockets.add(server);
                Thread.ofVirtual().start(() -> carry(client, server, false));
                Thread.ofVirtual().start(() -> carry(server, client, true));
            } catch (IOException _) {
                // The line or the server is gone; whoever called finds out.
            }
        }
    }

    private void carry(Socket from, Socket to, boolean late) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Await.pass(late ? delay : Duration.ZERO);
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException _) {
            // One end has hung up; both are closed now.
        }
    }

    /** Cuts it. */
    @Override
    public void close() {
        try {
            entry.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
