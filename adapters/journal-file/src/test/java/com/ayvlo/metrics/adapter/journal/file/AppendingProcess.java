package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process of its own that appends from several threads until it is killed, and prints the number
 * of each record once it was acknowledged. A record's content follows from a number in it.
 */
final class AppendingProcess implements AutoCloseable {
    static final String REFUSED = "refused";

    private final Process process;

    private AppendingProcess(Process process) {
        this.process = process;
    }

    static FileJournalConfig config(Path directory) {
        return new FileJournalConfig(directory, 256 << 20, 64 << 10, 0);
    }

    static AppendingProcess start(Path directory) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new AppendingProcess(
                new ProcessBuilder(
                                java,
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AppendingProcess.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Waits for this many acknowledgements, kills the process, and answers all it printed. */
    List<String> killAfter(int acknowledgements) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (lines.size() == acknowledgements) {
                    // By its handle: the process itself would also close the output.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** What the record with this number in it looks like. */
    static ByteBuffer payload(long number) {
        Random random = new Random(number);
        byte[] bytes = new byte[Long.BYTES + random.nextInt(3000)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putLong(0, number);
    }

    public static void main(String[] arguments) {
        FileJournal journal = new FileJournal(config(Path.of(arguments[0])));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            journal.open(0, _ -> {});
        } catch (JournalException.Stopped refused) {
            out.println(REFUSED + " " + refused.getMessage());
            return;
        }
        long start = System.nanoTime();
        for (int thread = 0; thread < 8; thread++) {
            long first = start + thread * 1_000_000_000L;
            Thread.ofPlatform().start(() -> append(journal, first, out));
        }
    }

    private static void append(FileJournal journal, long first, PrintStream out) {
        for (long number = first; ; number++) {
            JournalRecord record = journal.append(payload(number), 3, _ -> {});
            out.println(record.sequence() + " " + number);
        }
    }

    /** Numbers of records by their sequence, from complete lines. */
    static Map<Long, Long> acknowledged(Stream<String> lines) {
        return lines.map(line -> line.split(" "))
                .collect(
                        Collectors.toMap(
                                parts -> Long.parseLong(parts[0]),
                                parts -> Long.parseLong(parts[1])));
    }
}
