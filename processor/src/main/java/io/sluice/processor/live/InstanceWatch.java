package io.sluice.processor.live;

import io.sluice.processor.control.ControlFormatException;
import io.sluice.processor.control.InstanceReport;
import io.sluice.processor.control.InstanceReportCodec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the instances of a pipeline tell of themselves. Not thread-safe. */
public final class InstanceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceWatch.class);

  private final String topic;
  private final TopicTail tail;
  private final Map<String, InstanceReport> latest = new TreeMap<>();

  /**
   * @param kafka settings of a consumer
   * @param topic the pipeline's instances topic
   */
  public InstanceWatch(Map<String, ?> kafka, String topic) {
    this.topic = topic;
    this.tail = new TopicTail(kafka, topic);
  }

  /**
   * The last report of each instance that has not stopped cleanly, lost ones among them; those that
   * were started first come first.
   *
   * @throws org.apache.kafka.common.KafkaException when they cannot be read
   */
  public List<InstanceReport> reports() {
    tail.more(
        (name, value) -> {
          if (value == null) {
            latest.remove(name);
            return;
          }
          try {
            latest.put(name, InstanceReportCodec.read(value));
          } catch (ControlFormatException e) {
            LOG.warn("{} of {} cannot be read: {}", name, topic, e.getMessage());
          }
        });
    return latest.values().stream()
        .sorted(
            Comparator.comparingLong(InstanceReport::startedAtMs)
                .thenComparing(InstanceReport::name))
        .toList();
  }

  @Override
  public void close() {
    tail.close();
  }
}
