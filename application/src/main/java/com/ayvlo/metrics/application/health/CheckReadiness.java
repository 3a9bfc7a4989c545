package com.ayvlo.metrics.application.health;

import com.ayvlo.metrics.domain.tenant.Health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Says whether this node should get requests: it can tell tenants apart and take metrics in. A part
 * that is not essential only degrades it. Safe for concurrent use.
 */
public final class CheckReadiness {
    private final BooleanSupplier stopping;
    private final List<Part> parts;

    /**
     * A part that is asked.
     *
     * @param essential whether nothing works without it
     */
    public record Part(String name, boolean essential, Supplier<Health> check) {}

    /** How the node is: the worst of its parts, and each of them in their order. */
    public record Readiness(Health.Status status, Map<String, Health> parts) {}

    /**
     * The use case.
     *
     * @param stopping whether the node is about to stop, and wants no more requests
     */
    public CheckReadiness(BooleanSupplier stopping, List<Part> parts) {
        this.stopping = stopping;
        this.parts = List.copyOf(parts);
    }

    /** Asks every part. */
    public Readiness check() {
        Map<String, Health> healths = new LinkedHashMap<>();
        Health.Status worst = Health.Status.UP;
        for (Part part : parts) {
            Health health = part.check.get();
            healths.put(part.name, health);
            worst = worse(worst, weight(part, health));
        }
        if (stopping.getAsBoolean()) {
            healths.put("service", Health.down("stopping"));
            worst = Health.Status.DOWN;
        }
        return new Readiness(worst, healths);
    }

    private static Health.Status weight(Part part, Health health) {
        return health.status() == Health.Status.DOWN && !part.essential
                ? Health.Status.DEGRADED
                : health.status();
    }

    private static Health.Status worse(Health.Status left, Health.Status right) {
        return left.compareTo(right) >= 0 ? left : right;
    }
}
