package io.sluice.schema;

import java.util.List;

/**
 * Code that is not the user's own: the JDK, Kafka, Sluice's engine, and libraries that stand in
 * stack traces everywhere. A library that is missing here makes a fingerprint less telling, not
 * wrong.
 */
final class KnownLibraries {
  private static final List<String> PREFIXES =
      List.of(
          // the JDK
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "com.oracle.",
          "oracle.",
          // Sluice's engine; its examples and demo stand for the user's code
          "io.sluice.processor.",
          "io.sluice.schema.",
          "io.sluice.producer.",
          "io.sluice.replay.",
          "io.sluice.testkit.",
          // Kafka and Avro, and all else of Apache's
          "org.apache.",
          "io.confluent.",
          "io.apicurio.",
          // frameworks
          "jakarta.",
          "org.springframework.",
          "org.jboss.",
          "org.wildfly.",
          "org.glassfish.",
          "org.eclipse.",
          "io.quarkus.",
          "io.smallrye.",
          "io.micronaut.",
          "io.helidon.",
          "io.vertx.",
          "io.dropwizard.",
          "akka.",
          "play.",
          "org.axonframework.",
          // reactive streams, other languages, bytecode
          "reactor.",
          "rx.",
          "io.reactivex.",
          "kotlin.",
          "kotlinx.",
          "scala.",
          "groovy.",
          "org.codehaus.",
          "clojure.",
          "net.bytebuddy.",
          "org.aspectj.",
          "org.objectweb.",
          "org.mockito.",
          "org.junit.",
          // data
          "com.fasterxml.",
          "tools.jackson.",
          "com.google.",
          "org.json.",
          "org.yaml.",
          "com.jayway.",
          "org.hibernate.",
          "org.jooq.",
          "org.jdbi.",
          "org.flywaydb.",
          "liquibase.",
          "com.zaxxer.",
          "com.mchange.",
          "org.h2.",
          "org.hsqldb.",
          "org.sqlite.",
          "org.postgresql.",
          "io.r2dbc.",
          "com.mysql.",
          "org.mariadb.",
          "com.microsoft.",
          "com.ibm.",
          "com.mongodb.",
          "org.bson.",
          "com.datastax.",
          "redis.",
          "io.lettuce.",
          "org.redisson.",
          "org.elasticsearch.",
          "co.elastic.",
          "org.opensearch.",
          "com.rabbitmq.",
          "org.rocksdb.",
          // network
          "io.netty.",
          "io.grpc.",
          "okhttp3.",
          "okio.",
          "retrofit2.",
          "feign.",
          "io.undertow.",
          "org.asynchttpclient.",
          "com.amazonaws.",
          "software.amazon.",
          "com.azure.",
          "io.minio.",
          "com.stripe.",
          "com.jcraft.",
          "net.schmizz.",
          "org.bouncycastle.",
          // resilience, logs, metrics
          "io.github.resilience4j.",
          "dev.failsafe.",
          "net.jodah.",
          "com.netflix.",
          "com.github.benmanes.",
          "com.lmax.",
          "org.slf4j.",
          "ch.qos.",
          "io.micrometer.",
          "io.opentelemetry.",
          "io.prometheus.",
          "io.sentry.",
          "com.newrelic.",
          "datadog.");

  private KnownLibraries() {}

  /** True when a class of that name is none of the user's. */
  static boolean contain(String className) {
    return PREFIXES.stream().anyMatch(className::startsWith);
  }
}
