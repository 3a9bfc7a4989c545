package com.ayvlo.metrics.adapter.http.helidon;

import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Gauges of one service in the registry of the JVM: the last one to bind a gauge is shown. Safe for
 * concurrent use.
 */
final class Gauges implements AutoCloseable {
    /** Services may start and stop at the same time; looking and replacing is one step. */
    private static final ReentrantLock REPLACING = new ReentrantLock();

    private final MeterRegistry registry;
    private final List<Gauge<Number>> bound = new ArrayList<>();

    Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    void bind(String name, String description, Supplier<Number> value) {
        replace(Gauge.builder(name, value).description(description), name, List.of());
    }

    void bindComponent(String component, Supplier<Number> value) {
        Tag tag = Tag.create("component", component);
        replace(
                Gauge.builder("component_up", value)
                        .description("1 if this part works as promised, else 0")
                        .addTag(tag),
                "component_up",
                List.of(tag));
    }

    private void replace(Gauge.Builder<Number> builder, String name, List<Tag> tags) {
        REPLACING.lock();
        try {
            find(name, tags).forEach(registry::remove);
            bound.add(registry.getOrCreate(builder));
        } finally {
            REPLACING.unlock();
        }
    }

    private List<Meter> find(String name, List<Tag> tags) {
        return registry.meters().stream()
                .filter(meter -> meter.id().name().equals(name))
                .filter(meter -> tags.stream().allMatch(tag -> has(meter, tag)))
                .toList();
    }

    private static boolean has(Meter meter, Tag tag) {
        return tag.value().equals(meter.id().tagsMap().get(tag.key()));
    }

    @Override
    public void close() {
        REPLACING.lock();
        try {
            bound.stream().filter(registry.meters()::contains).forEach(registry::remove);
            bound.clear();
        } finally {
            REPLACING.unlock();
        }
    }
}
