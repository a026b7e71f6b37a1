package io.sluice.examples;

import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.examples.WelcomeEmail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes a first event from Java: run it while {@code ./sluice up} runs. */
public final class PublishAnEvent {
  private static final Logger LOG = LoggerFactory.getLogger(PublishAnEvent.class);

  private PublishAnEvent() {}

  /** Publishes one welcome mail to the local pipeline. */
  public static void main(String[] args) {
    try (EventPublisher publisher =
        EventPublisher.builder()
            .bootstrapServers("127.0.0.1:9092")
            .schemaRegistryUrl("http://127.0.0.1:8081/apis/ccompat/v7")
            .topic("shop.events")
            .source("signup")
            .build()) {
      WelcomeEmail data =
          WelcomeEmail.newBuilder()
              .setUserId("usr_456")
              .setEmail("alice@example.com")
              .setName("Alice")
              .build();
      EventDraft draft = EventDraft.of("user.welcome_email", data).key("usr_456");
      PublishReceipt receipt = publisher.publish(draft).join();
      LOG.info(
          "event {} is at {}-{}@{}",
          receipt.id(),
          receipt.topic(),
          receipt.partition(),
          receipt.offset());
    }
  }
}
