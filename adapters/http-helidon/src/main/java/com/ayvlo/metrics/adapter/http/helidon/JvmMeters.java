package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.metrics.api.MeterRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The meters of the JVM and of its process. */
final class JvmMeters {
    private static final AtomicBoolean BOUND = new AtomicBoolean();

    private JvmMeters() {}

    /** Binds them once in the life of the JVM: a second listener would count collections twice. */
    static void bindTo(MeterRegistry registry) {
        if (!BOUND.compareAndSet(false, true)) {
            return;
        }
        var micrometer = registry.unwrap(io.micrometer.core.instrument.MeterRegistry.class);
        new JvmInfoMetrics().bindTo(micrometer);
        new JvmMemoryMetrics().bindTo(micrometer);
        new JvmThreadMetrics().bindTo(micrometer);
        new ClassLoaderMetrics().bindTo(micrometer);
        bindProcessor(micrometer);
        new UptimeMetrics().bindTo(micrometer);
        new FileDescriptorMetrics().bindTo(micrometer);
        collector().bindTo(micrometer);
    }

    /** Two of its names break Prometheus' rules; these say the same under names that do not. */
    private static void bindProcessor(io.micrometer.core.instrument.MeterRegistry micrometer) {
        new ProcessorMetrics().bindTo(micrometer);
        micrometer.find("system.cpu.count").meters().forEach(micrometer::remove);
        micrometer.find("process.cpu.time").meters().forEach(micrometer::remove);
        Gauge.builder("system.cpus", () -> Runtime.getRuntime().availableProcessors())
                .description("Processors that the JVM may use")
                .register(micrometer);
        FunctionCounter.builder(
                        "process.cpu.seconds",
                        ProcessHandle.current(),
                        process ->
                                process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                                        / 1e9)
                .description("CPU time that this process has used, in seconds")
                .register(micrometer);
    }

    /** Never closed: it listens as long as the JVM lives. */
    private static JvmGcMetrics collector() {
        return new JvmGcMetrics();
    }
}
