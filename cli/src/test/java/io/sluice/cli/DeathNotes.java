package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;

/** What those who give a record up write of it, in turn, by the number of the record. */
final class DeathNotes {
  private static final long AT = 1_764_000_000_000L;

  private DeathNotes() {}

  /** A pipeline does: Sluice's own, or nothing at all. */
  static void ofPipeline(Headers headers, int number, String pipeline) {
    if (number % 2 == 0) {
      return;
    }
    DeliveryHeaders.writeDeadLetter(
        headers,
        DeliveryState.fresh()
            .withAttempt(5)
            .withOrigin(new Origin(pipeline + ".events", number % 2, number, AT))
            .withLastError(
                new LastError("shop.MailException", "no answer", "at shop.M.m(M.java:7)")),
        new DeadLetterInfo(pipeline, "undecodable", null, null, AT));
  }

  /** Somebody else does, naming the topic and partition that it came from. */
  static void ofOthers(Headers headers, int number, String topic) {
    switch (number % 4) {
      case 0 ->
          headers
              .add("kafka_dlt-original-topic", text(topic))
              .add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(1).array())
              .add("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(number).array())
              .add("kafka_dlt-exception-fqcn", text("java.io.IOException"));
      case 1 -> place(headers, "__connect.errors.", topic, number);
      case 2 -> place(headers, "__streams.errors.", topic, number);
      default -> place(headers, "dead-letter-", topic, number);
    }
  }

  private static void place(Headers headers, String prefix, String topic, int number) {
    headers
        .add(prefix + "topic", text(topic))
        .add(prefix + "partition", text("1"))
        .add(prefix + "offset", text(Integer.toString(number)));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
