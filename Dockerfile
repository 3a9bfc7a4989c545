# Builds with `docker build -t ayvlo-metrics .`; README.md tells how to run it.

FROM maven:3-eclipse-temurin-25 AS poms
WORKDIR /src
COPY . .
RUN find . -type f ! -name pom.xml -delete && find . -type d -empty -delete

FROM maven:3-eclipse-temurin-25 AS build
# The same modules on every machine that the service and its libraries use, and what looks into a running JVM.
RUN jlink --output /opt/java/runtime --no-header-files --no-man-pages --generate-cds-archive \
      --add-modules java.sql,java.naming,java.management,java.security.jgss,java.security.sasl,jdk.crypto.ec,jdk.net,jdk.management,jdk.unsupported,jdk.jfr,jdk.jcmd
WORKDIR /src
# Fetches what the build needs. This layer stays until a pom.xml changes: the build without sources, but for one class
# that makes the compiler ask for its plugins.
COPY --from=poms /src .
RUN mkdir -p domain/src/main/java/nothing \
    && echo 'package nothing; final class Nothing {}' > domain/src/main/java/nothing/Nothing.java \
    && mvn --batch-mode --quiet -pl bootstrap -am package -Dmaven.test.skip=true -Dformat.skip=true \
    && find . -type f ! -name pom.xml -delete
COPY . .
RUN mvn --batch-mode -pl bootstrap -am package -Dmaven.test.skip=true -Dformat.skip=true

FROM debian:bookworm-slim
# Numeric, so that an orchestrator can tell that it is not root.
RUN groupadd --gid 10001 metrics \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin metrics \
    && install -d -o 10001 -g 10001 -m 0750 /data
COPY --from=build /opt/java/runtime /opt/java
WORKDIR /opt/metrics
# What changes least comes first.
COPY --from=build /src/bootstrap/target/libs libs
COPY LICENSE bin/healthcheck ./
COPY --from=build /src/bootstrap/target/jvm.options /src/bootstrap/target/metrics.jar ./
ENV ENVIRONMENT=production DATA_DIR=/data LANG=C.UTF-8
USER 10001:10001
VOLUME /data
EXPOSE 8001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/bin/bash", "/opt/metrics/healthcheck"]
ENTRYPOINT ["/opt/java/bin/java", "@/opt/metrics/jvm.options", "-jar", "/opt/metrics/metrics.jar"]
