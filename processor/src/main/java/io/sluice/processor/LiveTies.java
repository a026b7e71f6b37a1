package io.sluice.processor;

import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.control.Control;
import io.sluice.processor.live.ControlFollower;
import io.sluice.processor.live.ControlStartException;
import io.sluice.processor.live.InstanceReporter;
import io.sluice.processor.live.LiveWriter;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What ties a running instance to its operators, and to the other instances. Thread-safe. */
final class LiveTies implements AutoCloseable {
  private final InstanceName name = InstanceName.here();
  private final TopicNames topics;
  private final InstantSource clock;
  private final LiveWriter writer;
  private final ControlFollower control;
  private volatile @Nullable InstanceReporter reporter;

  /** Does nothing before {@link #start}. */
  LiveTies(PipelineConfig config, InstantSource clock) {
    this.topics = new TopicNames(config.pipeline());
    this.clock = clock;
    this.writer = new LiveWriter(config);
    this.control = new ControlFollower(config, writer, clock);
  }

  /** What was said to the pipeline; nothing before {@link #start} has returned. */
  Control control() {
    return control;
  }

  /** This instance's name, as its reports have it. */
  String instance() {
    return name.toString();
  }

  /**
   * Takes in all that was said before, and begins to tell of this instance.
   *
   * @throws StartException when the control topic cannot be read in time
   */
  void start(Duration patience, InstanceFacts.Parts parts) {
    try {
      control.start(patience);
    } catch (ControlStartException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
    InstanceReporter telling =
        new InstanceReporter(
            topics.instances(), instance(), writer, new InstanceFacts(name, parts, clock));
    reporter = telling;
    telling.start();
  }

  @Override
  public void close() {
    InstanceReporter telling = reporter;
    if (telling != null) {
      telling.close();
    }
    control.close();
    writer.close();
  }
}
