package com.ayvlo.metrics.adapter.tenant.postgres;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BinaryOperator;

/**
 * Remembers up to a number of values. Beyond it those that nobody asked for since the last time are
 * forgotten first (second chance, a cheap LRU). Safe for concurrent use; look-ups never wait.
 */
final class BoundedMap<K, V> {
    private final ConcurrentHashMap<K, Slot<V>> slots = new ConcurrentHashMap<>();
    private final Lock sweeping = new ReentrantLock();
    private final int most;

    BoundedMap(int most) {
        this.most = most;
    }

    private static final class Slot<V> {
        final V value;
        volatile boolean used; // since it was remembered, or since the last sweep

        Slot(V value) {
            this.value = value;
        }
    }

    Optional<V> get(K key) {
        Slot<V> slot = slots.get(key);
        if (slot == null) {
            return Optional.empty();
        }
        if (!slot.used) { // most are: no need to tell other processors
            slot.used = true;
        }
        return Optional.of(slot.value);
    }

    /** Remembers a value, or what results from it and the one that is remembered. */
    void put(K key, V value, BinaryOperator<V> choice) {
        slots.merge(
                key,
                new Slot<>(value),
                (old, more) -> new Slot<>(choice.apply(old.value, more.value)));
        if (slots.mappingCount() > most) {
            sweep(key);
        }
    }

    /** Changes a value that is remembered. */
    void change(K key, V value, BinaryOperator<V> choice) {
        slots.computeIfPresent(key, (_, old) -> new Slot<>(choice.apply(old.value, value)));
    }

    void remove(K key) {
        slots.remove(key);
    }

    void clear() {
        slots.clear();
    }

    int size() {
        return slots.size();
    }

    private void sweep(K spared) {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            int enough = most - most / 4;
            for (int round = 0; round < 2 && slots.size() > enough; round++) {
                Iterator<Map.Entry<K, Slot<V>>> hand = slots.entrySet().iterator();
                while (hand.hasNext() && slots.mappingCount() > enough) {
                    Map.Entry<K, Slot<V>> entry = hand.next();
                    if (entry.getValue().used) {
                        entry.getValue().used = false;
                    } else if (!entry.getKey().equals(spared)) {
                        hand.remove();
                    }
                }
            }
        } finally {
            sweeping.unlock();
        }
    }
}
