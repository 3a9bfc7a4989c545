package com.ayvlo.metrics.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class RequestsTest {
    private static final long FROM = 1_700_000_000_123L;
    private static final Pattern METRIC =
            Pattern.compile(
                    "\\{\"metric_name\":\"([^\"]+)\",\"value\":(\\d+\\.\\d\\d),\"timestamp\":\"([^\"]+)\","
                        + "\"dimensions\":(\\{[^}]+})}");

    private static Shape shape(long seed) {
        return new Shape(4_000, 100, 2_000, 2, false, FROM, FROM + TimeRange.THIRTY_DAYS, seed);
    }

    private static List<String> texts(Shape shape) {
        Requests requests = Requests.build(shape, List.of(Catalog.tenant(1), Catalog.tenant(2)));
        TimestampWriter writer = new TimestampWriter();
        List<String> texts = new ArrayList<>();
        for (long batch = 0; batch < shape.batches(); batch++) {
            Request request = requests.get(batch);
            byte[] bytes = new byte[requests.mostBytes()];
            request.write(bytes, batch * shape.batch(), shape::millis, writer);
            texts.add(new String(bytes, 0, request.length(), StandardCharsets.US_ASCII));
        }
        return texts;
    }

    @Test
    void sameSeedMakesSameRequests() {
        assertThat(texts(shape(7))).isEqualTo(texts(shape(7))).isNotEqualTo(texts(shape(8)));
    }

    @Test
    void everySeriesOfEveryTenantComesOnceInARound() {
        Set<String> series = new HashSet<>();
        int metrics = 0;
        for (String text : texts(shape(1)).subList(0, 20)) {
            Matcher tenant = Pattern.compile("X-Tenant-ID: (\\S+)").matcher(text);
            assertThat(tenant.find()).isTrue();
            Matcher metric = METRIC.matcher(text);
            while (metric.find()) {
                metrics++;
                series.add(tenant.group(1) + metric.group(1) + metric.group(4));
            }
        }
        assertThat(metrics).isEqualTo(2_000);
        assertThat(series).hasSize(2_000);
    }

    @Test
    void bodyIsAsLongAsItsHeadSays() {
        for (String text : texts(shape(1))) {
            Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(text);
            assertThat(length.find()).isTrue();
            assertThat(text.length() - text.indexOf("\r\n\r\n") - 4)
                    .isEqualTo(Integer.parseInt(length.group(1)));
        }
    }

    @Test
    void timesAscendWithinTheRange() {
        Shape shape = shape(3);
        long last = FROM;
        for (long i = 0; i < shape.metrics(); i++) {
            assertThat(shape.millis(i)).isBetween(last, FROM + TimeRange.THIRTY_DAYS - 1);
            last = shape.millis(i);
        }
    }

    @Test
    void firstTenantIsTheDemoTenant() {
        assertThat(Catalog.DEMO_TENANT)
                .isEqualTo(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    }
}
