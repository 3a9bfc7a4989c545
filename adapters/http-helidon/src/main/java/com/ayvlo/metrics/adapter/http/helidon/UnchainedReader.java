package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataListener;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.util.function.Supplier;

/**
 * Reads a connection's bytes through one {@link DataReader} after the other: a new one whenever the
 * last one has nothing left.
 *
 * <p>Helidon's reader links each piece that it has read to the next. Once one of a connection's
 * pieces has become old, a generational collector takes all that follow for reachable, until it
 * collects the old generation: under load that kept every byte of every request, and the heap grew
 * to its limit.
 */
final class UnchainedReader extends DataReader {
    private final Supplier<byte[]> socket;
    private DataReader reader;
    private @Nullable Runnable listening;

    /**
     * A reader.
     *
     * @param begun has what was read of the connection so far
     * @param socket gives what comes next
     */
    @SuppressWarnings("removal") // there is no other way to stand in for a reader
    UnchainedReader(DataReader begun, Supplier<byte[]> socket) {
        super(socket);
        this.reader = begun;
        this.socket = socket;
    }

    private DataReader reader() {
        if (reader.available() == 0) {
            reader = DataReader.create(socket);
            if (listening != null) {
                listening.run();
            }
        }
        return reader;
    }

    @Override
    public <T> void listener(DataListener<T> listener, T context) {
        listening = () -> reader.listener(listener, context);
        listening.run();
    }

    @Override
    public int available() {
        return reader.available();
    }

    @Override
    public void pullData() {
        reader().pullData();
    }

    @Override
    public void skip(int length) {
        reader().skip(length);
    }

    @Override
    public void ensureAvailable() {
        reader().ensureAvailable();
    }

    @Override
    public byte read() {
        return reader().read();
    }

    @Override
    public byte lookup() {
        return reader().lookup();
    }

    @Override
    public boolean startsWithNewLine() {
        return reader().startsWithNewLine();
    }

    @Override
    public boolean startsWith(byte[] prefix) {
        return reader().startsWith(prefix);
    }

    @Override
    public BufferData readBuffer() {
        return reader().readBuffer();
    }

    @Override
    public BufferData readBuffer(int length) {
        return reader().readBuffer(length);
    }

    @Override
    public BufferData getBuffer(int length) {
        return reader().getBuffer(length);
    }

    @Override
    public LazyString readLazyString(Charset charset, int length) {
        return reader().readLazyString(charset, length);
    }

    @Override
    public String readAsciiString(int length) {
        return reader().readAsciiString(length);
    }

    @Override
    public byte[] readBytes(int length) {
        return reader().readBytes(length);
    }

    @Override
    public String readLine() throws IncorrectNewLineException {
        return reader().readLine();
    }

    @Override
    public int findOrNewLine(byte wanted, int most) throws IncorrectNewLineException {
        return reader().findOrNewLine(wanted, most);
    }

    @Override
    public int findNewLine(int most) throws IncorrectNewLineException {
        return reader().findNewLine(most);
    }

    @Override
    public String debugDataHex() {
        return reader().debugDataHex();
    }
}
