package io.sluice.processor.live;

import io.sluice.processor.control.InstanceReport;
import io.sluice.processor.control.InstanceReportCodec;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of an instance on the instances topic, every two seconds, and at a clean stop that it is no
 * more. Thread-safe.
 */
public final class InstanceReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceReporter.class);

  private final String topic;
  private final String instance;
  private final LiveWriter writer;
  private final Supplier<InstanceReport> facts;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "sluice-instance-reporter");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Tells nothing before {@link #start}.
   *
   * @param instance its name: the key of its reports
   * @param writer the caller closes it, after this
   * @param facts what it tells; asked on one thread
   */
  public InstanceReporter(
      String topic, String instance, LiveWriter writer, Supplier<InstanceReport> facts) {
    this.topic = topic;
    this.instance = instance;
    this.writer = writer;
    this.facts = facts;
  }

  /** Tells for the first time at once. */
  public void start() {
    var unused =
        timer.scheduleAtFixedRate(this::tell, 0, InstanceReport.EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void tell() {
    // While the broker is away reports would pile up, each outdated by the next.
    if (!writer.isIdle()) {
      return;
    }
    try {
      writer.write(topic, instance, InstanceReportCodec.write(facts.get()));
    } catch (RuntimeException e) {
      LOG.warn("Instance {} could not tell of itself, and tries again", instance, e);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.write(topic, instance, null);
  }
}
