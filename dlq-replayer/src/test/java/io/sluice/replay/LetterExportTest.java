package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.replay.archive.ArchiveWriter;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.EventCodec;
import io.sluice.schema.InMemorySchemaRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LetterExportTest {
  private static final DeadLetterTopic TOPIC = Letters.TOPIC;
  private static final int LETTERS = 600;

  private final SimulatedCluster cluster = new SimulatedCluster();
  private final LetterContents contents =
      new LetterContents(EventCodec.create(Map.of(), new InMemorySchemaRegistry()));
  private final Kept kept = new Kept();
  private final List<Long> told = new ArrayList<>();

  /** Keeps ids instead of writing them. */
  private static final class Kept implements ArchiveWriter {
    final List<String> ids = new ArrayList<>();
    @Nullable String full;

    @Override
    public void write(OpenLetter letter) throws IOException {
      if (full != null) {
        throw new IOException(full);
      }
      ids.add(letter.letter().id());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      throw new AssertionError("closed by another than its owner");
    }
  }

  @BeforeEach
  void letters() {
    cluster.create(TOPIC.name(), 2);
    cluster.create("shop.retry", 2);
    for (int i = 0; i < LETTERS; i++) {
      String type = i < 5 ? "user.welcome_email" : "payment.charge";
      cluster.append(
          new TopicPartition(TOPIC.name(), 0),
          new ProducerRecord<>(
              TOPIC.name(),
              0,
              "k".getBytes(UTF_8),
              "x".getBytes(UTF_8),
              Letters.headers("e" + i, type, 0, "java.io.IOException")));
    }
  }

  @Test
  void export_takesEveryLetter_andTellsUpToWhere() {
    ExportReport report = export(LetterFilter.all(), false, null);
    assertThat(report.exported()).isEqualTo(LETTERS);
    assertThat(report.limitReached()).isFalse();
    assertThat(report.endOffsets()).containsExactly(Map.entry(0, 600L), Map.entry(1, 0L));
    assertThat(kept.ids).hasSize(LETTERS).startsWith("e0", "e1");
    assertThat(told).containsExactly(250L, 500L, 600L);
  }

  @Test
  void handledLetters_areLeftOutUnlessAllAreWanted() {
    new Replay(
            TOPIC,
            ReplayOptions.everything("me").withFilter(LetterFilter.ofIds("e1")),
            Clock.systemUTC())
        .run(cluster, Letters.codec(), ReplayProgress.NONE, VerdictListener.NONE);
    LetterFilter users = LetterFilter.ofTypes("user.*");
    export(users, false, null);
    assertThat(kept.ids).containsExactly("e0", "e2", "e3", "e4");
    kept.ids.clear();
    export(users, true, null);
    assertThat(kept.ids).containsExactly("e0", "e1", "e2", "e3", "e4");
  }

  @Test
  void limit_endsTheExportThere() {
    ExportReport report = export(LetterFilter.ofTypes("payment.*"), false, 2L);
    assertThat(report.limitReached()).isTrue();
    assertThat(kept.ids).containsExactly("e5", "e6");
  }

  @Test
  void faultOfTheFile_isTold() {
    kept.full = "No space left on device";
    assertThatThrownBy(() -> export(LetterFilter.all(), false, null))
        .isInstanceOf(ReplayException.class)
        .hasMessage("Cannot write the letters: No space left on device");
  }

  private ExportReport export(LetterFilter filter, boolean all, @Nullable Long limit) {
    return new LetterExport(TOPIC, filter, all, limit, Clock.systemUTC())
        .run(cluster, contents, kept, (read, toRead, exported) -> told.add(read));
  }
}
