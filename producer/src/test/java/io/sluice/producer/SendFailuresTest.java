package io.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.producer.PublishFailedException.Reason;
import io.sluice.schema.TopicNames;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SendFailuresTest {
  private final SendFailures failures = new SendFailures("shop.events", "127.0.0.1:9092");

  static Stream<Arguments> failuresOfKafka() {
    String noMetadata = "Topic shop.events not present in metadata after 10000 ms.";
    return Stream.of(
        Arguments.of(
            new TimeoutException(noMetadata, new UnknownTopicOrPartitionException()),
            Reason.TOPIC_MISSING),
        Arguments.of(new UnknownTopicOrPartitionException("gone"), Reason.TOPIC_MISSING),
        Arguments.of(new InvalidTopicException("a b"), Reason.TOPIC_MISSING),
        Arguments.of(new TimeoutException(noMetadata), Reason.BROKER_UNREACHABLE),
        Arguments.of(
            new TimeoutException("Timeout expired after 500ms while awaiting InitProducerId"),
            Reason.BROKER_UNREACHABLE),
        Arguments.of(
            new TimeoutException("Expiring 3 record(s) for shop.events-0:120000 ms"),
            Reason.NOT_ACKNOWLEDGED),
        Arguments.of(new BufferExhaustedException("full"), Reason.BUFFER_FULL),
        Arguments.of(new RecordTooLargeException("2000000 bytes"), Reason.TOO_LARGE),
        Arguments.of(new TopicAuthorizationException("shop.events"), Reason.NOT_ALLOWED),
        Arguments.of(new SaslAuthenticationException("wrong password"), Reason.NOT_ALLOWED),
        Arguments.of(new NetworkException("broken"), Reason.OTHER),
        Arguments.of(new KafkaException("strange"), Reason.OTHER));
  }

  @ParameterizedTest
  @MethodSource("failuresOfKafka")
  void failure_isNamedWithTheEventAndItsCause(Exception failure, Reason expected) {
    PublishFailedException explained = failures.explain("evt-1", failure);

    assertThat(explained.reason()).isEqualTo(expected);
    assertThat(explained).hasMessageContaining("evt-1").hasCause(failure);
    assertThat(explained.eventId()).isEqualTo("evt-1");
    assertThat(explained.topic()).isEqualTo("shop.events");
  }

  @ParameterizedTest
  @MethodSource("failuresOfKafka")
  void messageOfWhatCannotBeReached_saysWhere(Exception failure, Reason expected) {
    PublishFailedException explained = failures.explain("evt-1", failure);

    if (expected == Reason.TOPIC_MISSING || expected == Reason.BROKER_UNREACHABLE) {
      assertThat(explained).hasMessageContaining("127.0.0.1:9092");
    }
    if (expected == Reason.TOPIC_MISSING) {
      assertThat(explained).hasMessageContaining("sluice topics create shop.events");
    }
  }

  @Test
  void missingTopicOfWorkflows_isAPipelineThatWasNeverStarted() {
    PublishFailedException explained =
        SendFailures.ofWorkflows(new TopicNames("shop"), "127.0.0.1:9092")
            .explain("w-1", new UnknownTopicOrPartitionException());

    assertThat(explained)
        .hasMessage(
            "workflow w-1 was not published: topic shop.workflow does not exist at"
                + " 127.0.0.1:9092: pipeline shop has never been started there; start it, or name"
                + " the pipeline that is to run the workflow");
  }
}
