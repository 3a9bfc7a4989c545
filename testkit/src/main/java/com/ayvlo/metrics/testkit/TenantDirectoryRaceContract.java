package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What every {@link TenantDirectory} promises to threads that use it at the same time. */
public interface TenantDirectoryRaceContract {
    /**
     * The directory under test. Opened for one test, which may close it; what it stores on may be
     * shared with other tests.
     */
    TenantDirectory directory();

    /** A tenant that no other test has. */
    default Tenant freshTenant() {
        return new Tenant(
                TestMetrics.freshTenant(), "Acme", TenantStatus.ACTIVE, Retention.DEFAULT);
    }

    /** A key that no other test has. */
    default ApiKeyHash freshKey() {
        return ApiKey.random(new SecureRandom()).hash();
    }

    @Test
    default void create_atTheSameTimeSucceedsOnce() throws Exception {
        Tenant tenant = freshTenant();
        List<ApiKeyHash> keys = IntStream.range(0, 8).mapToObj(_ -> freshKey()).toList();

        List<Boolean> created = together(keys, key -> directory().create(tenant, key));

        assertThat(created).containsOnlyOnce(true);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(directory().findByKey(keys.get(i)))
                    .isEqualTo(created.get(i) ? Optional.of(tenant) : Optional.empty());
        }
    }

    @Test
    default void adminKey_isTheFirstThatWasClaimed() throws Exception {
        ApiKeyHash stored = directory().claimAdminKey(freshKey());
        List<ApiKeyHash> others = IntStream.range(0, 8).mapToObj(_ -> freshKey()).toList();

        assertThat(together(others, directory()::claimAdminKey)).containsOnly(stored);

        assertThat(directory().adminKey()).contains(stored);
        assertThat(directory().findByKey(stored)).isEmpty();
    }

    private static <T> List<T> together(List<ApiKeyHash> keys, Function<ApiKeyHash, T> call)
            throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        keys.forEach(key -> calls.add(() -> call.apply(key)));
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(keys.size())) {
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
