package com.ayvlo.metrics.testkit.servers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands between clients and a server on loopback, and has a test decide what becomes of each piece
 * that one sends the other. Who comes while the server is away is hung up on. Safe for concurrent
 * use.
 */
public final class Relay implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final String host;
    private final int port;
    private final Gate questions;
    private final Gate answers;
    private final ServerSocket entry;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** What is asked before each piece is passed on; may take its time. */
    @FunctionalInterface
    public interface Gate {
        /** Whether the piece is passed on; otherwise the connection is cut. */
        boolean lets();
    }

    private Relay(String host, int port, Gate questions, Gate answers, ServerSocket entry) {
        this.host = host;
        this.port = port;
        this.questions = questions;
        this.answers = answers;
        this.entry = entry;
    }

    /**
     * A relay to this server.
     *
     * @param questions stands before what clients send
     * @param answers stands before what the server sends
     */
    public static Relay to(String host, int port, Gate questions, Gate answers) {
        try {
            ServerSocket entry = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            Relay relay = new Relay(host, port, questions, answers, entry);
            Thread.ofVirtual().start(relay::accept);
            return relay;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where clients come to. */
    public int port() {
        return entry.getLocalPort();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                connect(entry.accept());
            } catch (IOException closed) {
                // The entry is closed: nobody comes any more.
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        try {
            Socket server = new Socket(host, port);
            sockets.add(server);
            Thread.ofVirtual().start(() -> pass(client, server, questions));
            Thread.ofVirtual().start(() -> pass(server, client, answers));
        } catch (IOException away) {
            closeQuietly(client);
        }
    }

    /** Until either side ends, or the gate lets nothing more through. */
    private static void pass(Socket from, Socket to, Gate gate) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0 && gate.lets(); read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // The other direction has ended, and with it this one.
        }
    }

    /** Cuts all connections. */
    @Override
    public void close() {
        closeQuietly(entry);
        sockets.forEach(Relay::closeQuietly);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException ignored) {
            // It is closed either way.
        }
    }
}
