package com.ayvlo.metrics.bootstrap.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and the service, and cuts connections: in the middle of a request, or
 * when the answer to it is on its way.
 */
final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final int target;
    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger cuts = new AtomicInteger();

    private CuttingProxy(int target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    static CuttingProxy before(URI service) {
        try {
            ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            CuttingProxy proxy = new CuttingProxy(service.getPort(), server);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** How many connections were cut. */
    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(service);
                Thread.ofVirtual().start(() -> pass(client, service, 0.02));
                Thread.ofVirtual().start(() -> pass(service, client, 0.3));
            } catch (IOException closed) {
                close();
            }
        }
    }

    /** Passes bytes on until either side ends, or it is cut instead of the next piece. */
    private void pass(Socket from, Socket to, double cutting) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (ThreadLocalRandom.current().nextDouble() < cutting) {
                    cuts.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException cut) {
            // The other direction has ended, and with it this one.
        }
    }

    @Override
    public void close() {
        closeQuietly(server);
        sockets.forEach(CuttingProxy::closeQuietly);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException ignored) {
            // It is closed either way.
        }
    }
}
