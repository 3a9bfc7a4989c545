package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Linux tells about processes and the machine under {@code /proc}. */
final class Proc {
    private static final double TICKS_PER_SECOND = 100;
    private static final double KIB_PER_MIB = 1024;

    private Proc() {}

    /** User and system time of a process so far, with its threads that ended. */
    static double cpuSeconds(long pid) {
        return cpuSeconds(Path.of("/proc", Long.toString(pid), "stat"));
    }

    private static double cpuSeconds(Path stat) {
        String[] fields = afterName(read(stat)).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** The fields of a stat file behind the name in brackets, which may hold anything. */
    private static String afterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2);
    }

    /** CPU seconds of a process's living threads, by name; a star stands for numbers. */
    static Map<String, Double> cpuSecondsByThread(long pid) {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                if (Files.exists(task.resolve("stat"))) {
                    String name = read(task.resolve("comm")).strip();
                    seconds.merge(
                            name.replaceAll("[0-9]+", "*"),
                            cpuSeconds(task.resolve("stat")),
                            Double::sum);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return seconds;
    }

    /** Memory that a process holds now, in MiB. */
    static double residentMib(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most that it ever held. */
    static double peakResidentMib(long pid) {
        return status(pid, "VmHWM:");
    }

    private static double status(long pid, String field) {
        return number(Path.of("/proc", Long.toString(pid), "status"), field) / KIB_PER_MIB;
    }

    private static long number(Path file, String field) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(field))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** CPU seconds that the whole machine was busy since it started, with time others stole. */
    static double busySeconds() {
        String[] fields =
                read(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +", -1);
        double ticks = 0;
        for (int field : List.of(1, 2, 3, 6, 7, 8)) {
            ticks += Double.parseDouble(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The machine in one line. */
    static String machine() {
        String model =
                read(Path.of("/proc/cpuinfo"))
                        .lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 2))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
        return "%d x %s, %.0f GiB, Linux %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        number(Path.of("/proc/meminfo"), "MemTotal:") / KIB_PER_MIB / KIB_PER_MIB,
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
