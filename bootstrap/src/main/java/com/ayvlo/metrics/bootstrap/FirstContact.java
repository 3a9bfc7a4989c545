package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.application.tenant.ClaimAdminKey;
import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What has to be in the directory of tenants before anybody can use the service: the key that
 * administrates and, in development, a tenant to try things with. Tried again every second while
 * the directory is away.
 */
final class FirstContact implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FirstContact.class.getName());
    private static final Tenant DEMO =
            new Tenant(
                    TenantId.parse("00000000-0000-4000-8000-000000000001"),
                    "Demo",
                    TenantStatus.ACTIVE,
                    Retention.FOREVER);

    private final ServiceConfig config;
    private final TenantDirectory directory;
    private final SecureRandom random;
    private final CountDownLatch closed = new CountDownLatch(1);

    private FirstContact(ServiceConfig config, TenantDirectory directory, SecureRandom random) {
        this.config = config;
        this.directory = directory;
        this.random = random;
    }

    static FirstContact start(
            ServiceConfig config, TenantDirectory directory, SecureRandom random) {
        FirstContact contact = new FirstContact(config, directory, random);
        if (!contact.isMade()) {
            Thread.ofVirtual().name("first-contact").start(contact::tryAgain);
        }
        return contact;
    }

    private void tryAgain() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS) && !isMade()) {
                LOG.log(System.Logger.Level.DEBUG, "the directory of tenants is still away");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isMade() {
        try {
            if (config.adminKey().isEmpty()) {
                new ClaimAdminKey(directory, random).claim().ifPresent(FirstContact::show);
            }
            if (config.environment() == ServiceConfig.Environment.DEVELOPMENT
                    && directory.findById(DEMO.id()).isEmpty()) {
                directory.create(DEMO, ApiKey.random(random).hash());
            }
            return true;
        } catch (TenantDirectoryUnavailable away) {
            LOG.log(System.Logger.Level.WARNING, "the directory of tenants is away", away);
            return false;
        }
    }

    private static void show(ApiKey adminKey) {
        Console.say(
                "The key that administrates, shown this once (set ADMIN_KEY for one of your own): "
                        + adminKey.reveal());
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
