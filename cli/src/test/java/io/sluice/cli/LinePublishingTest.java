package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.producer.PublishReceipt;
import io.sluice.producer.Publisher;
import io.sluice.producer.RecordingPublisher;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinePublishingTest {
  private static final String GOOD =
      "{\"id\":\"%s\",\"type\":\"user.welcome_email\",\"data\":{\"user_id\":\"u\",\"email\":\"e\"}}\n";

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final RecordingPublisher publisher =
      new RecordingPublisher("shop.events", registry, Clock.systemUTC());
  private final List<String> complaints = new ArrayList<>();
  private final List<String> published = new ArrayList<>();

  @BeforeEach
  void typeWithSchema() {
    registry.register("user.welcome_email", WelcomeEmail.getClassSchema());
  }

  @Test
  void badLines_areToldAndGoodOnesGoOn() throws IOException {
    LinePublishing publishing =
        run(
            false,
            GOOD.formatted("1")
                + "{oops\n"
                + "{\"id\":\"2\",\"type\":\"user.welcome_email\",\"data\":{\"user_id\":5,\"email\":\"e\"}}\n"
                + GOOD.formatted("3"));

    assertThat(publishing.tally()).isEqualTo(new PublishTally(2, 2, 0, 0));
    assertThat(publishing.stoppedEarly()).isFalse();
    assertThat(publisher.envelopes()).extracting(Envelope::getId).containsExactly("1", "3");
    assertThat(complaints.get(0)).startsWith("in.jsonl:2: $: not JSON: ");
    assertThat(complaints.get(1)).startsWith("in.jsonl:3: $.data.user_id: expected string, found");
  }

  @Test
  void strict_stopsAtTheFirstBadLine() throws IOException {
    LinePublishing publishing =
        run(true, GOOD.formatted("1") + "{oops\n" + GOOD.formatted("2").repeat(2_000));

    assertThat(publishing.stoppedEarly()).isTrue();
    assertThat(publishing.tally().refused()).isEqualTo(1);
    assertThat(published).startsWith("1").hasSizeLessThan(2_000);
    assertThat(complaints).hasSize(1);
  }

  @Test
  void registryThatIsDown_stopsWithOneComplaint() throws IOException {
    registry.setAvailable(false);

    LinePublishing publishing = run(false, "{\"type\":\"new.type\",\"data\":1}\n".repeat(5_000));

    assertThat(publishing.stoppedEarly()).isTrue();
    assertThat(publishing.tally().failed()).isLessThanOrEqualTo(LinePublishing.MAX_IN_FLIGHT);
    assertThat(publishing.tally().refused()).isZero();
    assertThat(complaints).hasSize(1);
    assertThat(complaints.get(0)).startsWith("in.jsonl:1: schema registry ");
  }

  @Test
  void linesWithoutId_areCountedWhenPublished() throws IOException {
    LinePublishing publishing = run(false, "{\"type\":\"a\",\"data\":1}\n{\"data\":1}\n");

    assertThat(publishing.tally()).isEqualTo(new PublishTally(1, 1, 0, 1));
  }

  @Test
  void linesOnTheirWay_areBoundedInNumber() throws IOException {
    AtomicInteger onTheirWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService brokers = Executors.newSingleThreadExecutor();
    try {
      Publisher counting =
          draft -> {
            most.accumulateAndGet(onTheirWay.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(
                () -> {
                  onTheirWay.decrementAndGet();
                  return new PublishReceipt("1", "shop.events", 0, 0, Instant.EPOCH);
                },
                brokers);
          };
      LinePublishing publishing = new LinePublishing(counting, "in.jsonl", false, new Listening());

      publishing.run(lines("{\"id\":\"1\",\"type\":\"a\",\"data\":1}\n".repeat(20_000)));

      assertThat(publishing.tally().published()).isEqualTo(20_000);
      assertThat(most.get()).isLessThanOrEqualTo(LinePublishing.MAX_IN_FLIGHT);
    } finally {
      brokers.shutdownNow();
    }
  }

  private LinePublishing run(boolean strict, String text) throws IOException {
    LinePublishing publishing = new LinePublishing(publisher, "in.jsonl", strict, new Listening());
    publishing.run(lines(text));
    return publishing;
  }

  private static JsonLines lines(String text) {
    return new JsonLines(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private final class Listening implements LinePublishing.Listener {
    @Override
    public void read(JsonLines.Line line) {}

    @Override
    public void published(PublishReceipt receipt) {
      published.add(receipt.id());
    }

    @Override
    public void complaint(String message) {
      complaints.add(message);
    }
  }
}
