package com.ayvlo.metrics.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * What had been used at one moment.
 *
 * @param nanos the moment
 * @param server CPU seconds of the service
 * @param own those of this process, which measures
 * @param machine those of all processes, and what other machines on the same host took
 * @param threads those of the service by name of thread
 */
record Usage(long nanos, double server, double own, double machine, Map<String, Double> threads) {

    static Usage now(Server server) {
        return new Usage(
                System.nanoTime(),
                Proc.cpuSeconds(server.pid()),
                Proc.cpuSeconds(ProcessHandle.current().pid()),
                Proc.busySeconds(),
                Proc.cpuSecondsByThread(server.pid()));
    }

    double secondsSince(Usage before) {
        return (nanos - before.nanos) / 1e9;
    }

    double serverSince(Usage before) {
        return server - before.server;
    }

    /** How many cores processes kept busy that have no part in this; the client has. */
    double foreignCoresSince(Usage before, double clientSeconds) {
        double known = server - before.server + own - before.own + clientSeconds;
        return Math.max(0, machine - before.machine - known) / secondsSince(before);
    }

    Map<String, Double> threadsSince(Usage before) {
        Map<String, Double> since = new TreeMap<>();
        threads.forEach(
                (name, seconds) ->
                        since.put(name, seconds - before.threads.getOrDefault(name, 0.0)));
        return since;
    }
}
