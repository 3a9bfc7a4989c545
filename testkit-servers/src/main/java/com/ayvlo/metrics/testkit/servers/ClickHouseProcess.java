package com.ayvlo.metrics.testkit.servers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of a process that is a ClickHouse server: loads the engine as a library and lets it
 * listen until standard input ends, so that a server never outlives the tests that started it.
 *
 * <p>Arguments: the library, the data directory, the configuration file, the port (0 chooses one),
 * the file to write the port to, and the port for other servers (0 for none).
 */
@SuppressWarnings("restricted") // native code is what this process is for
final class ClickHouseProcess {
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final Linker LINKER = Linker.nativeLinker();

    private ClickHouseProcess() {}

    /** Runs until standard input ends. */
    public static void main(String[] arguments) throws Throwable {
        SymbolLookup engine = SymbolLookup.libraryLookup(Path.of(arguments[0]), Arena.global());
        int[] pipe = pipe();
        Thread.ofPlatform().daemon().start(() -> closeWhenInputEnds(pipe[1]));
        // 0: the engine leaves the signal handlers of the JVM alone.
        function(engine, "chdb_set_signal_handlers_enabled", null, ValueLayout.JAVA_INT).invoke(0);
        MemorySegment result = run(engine, options(arguments, pipe[0]));
        String error = result.address() == 0 ? "" : error(engine, result);
        // No static destructors while threads of the engine may still run.
        function(LINKER.defaultLookup(), "_exit", null, ValueLayout.JAVA_INT)
                .invoke(say(error) ? 1 : 0);
    }

    private static int[] pipe() throws Throwable {
        MemorySegment ends = Arena.global().allocate(ValueLayout.JAVA_INT, 2);
        MethodHandle pipe2 =
                function(
                        LINKER.defaultLookup(),
                        "pipe2",
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT);
        if ((int) pipe2.invoke(ends, CLOSE_ON_EXEC) != 0) {
            throw new IOException("no pipe");
        }
        return ends.toArray(ValueLayout.JAVA_INT);
    }

    /** The engine leaves in order when the query that reads the pipe has come to its end. */
    private static void closeWhenInputEnds(int end) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // Whoever wrote to it is gone.
        }
        try {
            function(LINKER.defaultLookup(), "close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .invoke(end);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The last statement reads the pipe until it is closed, and so keeps the engine running. */
    private static List<String> options(String[] arguments, int pipeEnd) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "clickhouse",
                                "--config-file=" + arguments[2],
                                "--path=" + arguments[1],
                                "--listen_host=127.0.0.1",
                                "--http_port=" + arguments[3]));
        String listen = "SYSTEM START LISTEN HTTP;";
        if (!arguments[5].equals("0")) {
            options.add("--tcp_port=" + arguments[5]);
            listen += " SYSTEM START LISTEN TCP;";
        }
        options.add(
                "--query=%s SELECT getServerPort('http_port') INTO OUTFILE '%s' TRUNCATE FORMAT TSV;"
                                .formatted(listen, arguments[4])
                        + " SELECT count() FROM file('/dev/fd/"
                        + pipeEnd
                        + "', 'LineAsString', 'line String') FORMAT Null"
                        + " SETTINGS max_execution_time = 0, max_memory_usage = 0");
        return options;
    }

    private static MemorySegment run(SymbolLookup engine, List<String> options) throws Throwable {
        Arena arena = Arena.global();
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, options.size() + 1L);
        for (int i = 0; i < options.size(); i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(options.get(i)));
        }
        MethodHandle query =
                function(
                        engine,
                        "chdb_query_cmdline",
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS);
        return (MemorySegment) query.invoke(options.size(), pointers);
    }

    private static String error(SymbolLookup engine, MemorySegment result) throws Throwable {
        MethodHandle error =
                function(engine, "chdb_result_error", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        MemorySegment text = (MemorySegment) error.invoke(result);
        return text.address() == 0 ? "" : text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** Whether there was something to say. */
    private static boolean say(String error) {
        if (!error.isEmpty()) {
            System.err.println(error);
            System.err.flush();
        }
        return !error.isEmpty();
    }

    private static MethodHandle function(
            SymbolLookup library,
            String name,
            @Nullable ValueLayout result,
            ValueLayout... parameters) {
        FunctionDescriptor type =
                result == null
                        ? FunctionDescriptor.ofVoid(parameters)
                        : FunctionDescriptor.of(result, parameters);
        return LINKER.downcallHandle(library.findOrThrow(name), type);
    }
}
