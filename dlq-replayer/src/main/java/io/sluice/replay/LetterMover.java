package io.sluice.replay;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Takes letters to where they go, all of a call or none. */
interface LetterMover {

  void move(List<Move> moves, Map<TopicPartition, OffsetAndMetadata> frontier);

  /** A letter and the record it becomes. */
  record Move(Place from, ProducerRecord<byte[], byte[]> to) {
    TopicPartition destination() {
      Integer partition = to.partition();
      return new TopicPartition(to.topic(), partition == null ? -1 : partition);
    }
  }
}
