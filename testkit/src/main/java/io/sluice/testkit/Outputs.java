package io.sluice.testkit;

import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;

/** All that a pipeline has written so far, sorted by what it is. */
final class Outputs {
  private static final String CHANGELOG = "-changelog";

  private final VirtualPipeline pipeline;
  private final TopicNames names;
  private final EventCodec codec;
  private final List<EventStatus> statuses = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<PublishedEvent> published = new ArrayList<>();

  Outputs(VirtualPipeline pipeline, TopicNames names, EventCodec codec) {
    this.pipeline = pipeline;
    this.names = names;
    this.codec = codec;
  }

  List<EventStatus> statuses() {
    collect();
    return List.copyOf(statuses);
  }

  List<DeadLetter> deadLetters() {
    collect();
    return List.copyOf(deadLetters);
  }

  List<PublishedEvent> published() {
    collect();
    return List.copyOf(published);
  }

  private void collect() {
    for (String topic : Set.copyOf(pipeline.writtenTopics())) {
      if (!topic.endsWith(CHANGELOG) && !isInternal(topic)) {
        pipeline.take(topic).forEach(record -> sort(topic, record));
      }
    }
    // Topics are drained one by one; the sort is stable, so each one's own order stays.
    published.sort((a, b) -> a.at().compareTo(b.at()));
  }

  private boolean isInternal(String topic) {
    return topic.equals(names.retry()) || topic.equals(names.workflow());
  }

  private void sort(String topic, TestRecord<byte[], byte[]> record) {
    if (topic.equals(names.status())) {
      statuses.add(codec.decodeStatus(topic, record.value()));
    } else if (topic.equals(names.dlq())) {
      deadLetters.add(DeadLetter.of(record));
    } else {
      published.add(PublishedEvent.of(topic, record, codec));
    }
  }
}
