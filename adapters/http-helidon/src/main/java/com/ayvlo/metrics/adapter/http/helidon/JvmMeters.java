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
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The meters of the JVM and of its process. */
final class JvmMeters {
    private static final AtomicBoolean BOUND = new AtomicBoolean();

    private JvmMeters() {}

    /**
     * Binds them once in the life of the JVM: a second listener would count collections twice.
     *
     * <p>Not through Helidon's registry, nor through Micrometer's composite that it listens to: a
     * collection makes new meters at any time, taking the locks of the two in the opposite order of
     * a request that makes one, and both would wait for ever. The registries below the composite
     * are what is scraped.
     */
    static void bindTo(MeterRegistry registry) {
        if (BOUND.compareAndSet(false, true)) {
            registry.unwrap(CompositeMeterRegistry.class)
                    .getRegistries()
                    .forEach(JvmMeters::bindAll);
        }
    }

    private static void bindAll(io.micrometer.core.instrument.MeterRegistry micrometer) {
        new JvmInfoMetrics().bindTo(micrometer);
        new JvmMemoryMetrics().bindTo(micrometer);
        new JvmThreadMetrics().bindTo(micrometer);
        new ClassLoaderMetrics().bindTo(micrometer);
        new UptimeMetrics().bindTo(micrometer);
        new FileDescriptorMetrics().bindTo(micrometer);
        bindProcessor(micrometer);
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
