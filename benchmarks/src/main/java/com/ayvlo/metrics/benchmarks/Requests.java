package com.ayvlo.metrics.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * The requests of a shape. Built beforehand, so that sending one costs little more than copying it;
 * a shape of more than a million metrics repeats series and values, never timestamps.
 *
 * <p>Each tenant's series come in random order, each once before any comes again.
 */
final class Requests {
    private static final long MOST_METRICS = 1_000_000;
    private static final String NO_TIME = "0000-00-00T00:00:00.000Z";

    private final Shape shape;
    private final Random random;
    private final List<Request> built = new ArrayList<>();

    private Requests(Shape shape) {
        this.shape = shape;
        this.random = new Random(shape.seed());
    }

    /** Builds the requests of a shape, whose batches take turns between the tenants. */
    static Requests build(Shape shape, List<UUID> tenants) {
        Requests requests = new Requests(shape);
        List<SeriesOrder> orders =
                tenants.stream()
                        .map(_ -> new SeriesOrder(shape.seriesOfTenant(), requests.random))
                        .toList();
        long batches = Math.min(shape.batches(), MOST_METRICS / shape.batch());
        long turns = (batches + tenants.size() - 1) / tenants.size();
        for (int turn = 0; turn < turns; turn++) {
            for (int tenant = 0; tenant < tenants.size(); tenant++) {
                requests.built.add(requests.next(tenants.get(tenant), orders.get(tenant)));
            }
        }
        return requests;
    }

    /** Series in random order, each once in a round. */
    private static final class SeriesOrder {
        private final int[] order;
        private final Random random;
        private int next;

        SeriesOrder(int series, Random random) {
            this.order = new int[series];
            this.random = random;
            for (int i = 0; i < series; i++) {
                order[i] = i;
            }
            this.next = series;
        }

        int next() {
            if (next == order.length) {
                shuffle();
                next = 0;
            }
            return order[next++];
        }

        private void shuffle() {
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int moved = order[i];
                order[i] = order[other];
                order[other] = moved;
            }
        }
    }

    /** The request of the n-th batch. */
    Request get(long batch) {
        return built.get((int) (batch % built.size()));
    }

    /** How many bytes the longest request has. */
    int mostBytes() {
        return built.stream().mapToInt(Request::length).max().orElse(0);
    }

    /** The mean bytes of the requests for each metric. */
    double bytesOfMetric() {
        double bytes = built.stream().mapToLong(Request::length).sum();
        return bytes / built.size() / shape.batch();
    }

    private Request next(UUID tenant, SeriesOrder order) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] timestamps = new int[shape.batch()];
        boolean single = shape.batch() == 1;
        write(body, single ? "" : "{\"metrics\":[");
        for (int i = 0; i < timestamps.length; i++) {
            write(body, i == 0 ? "" : ",");
            timestamps[i] = metric(body, order);
        }
        write(body, single ? "" : "]}");
        return withHead(tenant, body.toByteArray(), timestamps);
    }

    private Request withHead(UUID tenant, byte[] body, int[] timestamps) {
        String path = shape.batch() == 1 ? "/metrics/ingest" : "/metrics/ingest/batch";
        byte[] head = Wire.head("POST", path, tenant, body.length);
        byte[] bytes = new byte[head.length + body.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        for (int i = 0; i < timestamps.length; i++) {
            timestamps[i] += head.length;
        }
        return new Request(bytes, timestamps);
    }

    /** Writes a metric, and returns where its timestamp starts. */
    private int metric(ByteArrayOutputStream body, SeriesOrder order) {
        int series = order.next();
        String name = shape.example() ? "revenue" : Catalog.metricOfSeries(series);
        String rest =
                shape.example()
                        ? "{\"region\":\"us-west\",\"plan\":\"pro\"},\"metadata\":{\"source\":\"stripe\"}"
                        : Catalog.dimensionsOfSeries(series);
        write(
                body,
                "{\"metric_name\":\"%s\",\"value\":%s,\"timestamp\":\"".formatted(name, value()));
        int timestamp = body.size();
        write(body, "%s\",\"dimensions\":%s}".formatted(NO_TIME, rest));
        return timestamp;
    }

    /** Log-normal with two decimals, as amounts and durations are. */
    private String value() {
        return String.format(Locale.ROOT, "%.2f", Math.exp(4 + random.nextGaussian()));
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
