package io.sluice.examples;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a CSV file beside the tally, so that it can be looked at while the pipeline runs. Written
 * only when something was counted, and at most once an interval: each writing reads every count.
 */
final class TallyFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TallyFile.class);

  private final GithubTally tally;
  private final ResultFolder folder;
  private final String fileName;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean changed = new AtomicBoolean(true);

  /** Takes over the timer, and shuts it down at the end. */
  TallyFile(GithubTally tally, Path file, ScheduledExecutorService timer) {
    this.tally = tally;
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    this.folder = new ResultFolder(parent == null ? absolute : parent);
    this.fileName = String.valueOf(absolute.getFileName());
    this.timer = timer;
  }

  TallyFile start(Duration interval) {
    var unused =
        timer.scheduleWithFixedDelay(
            this::writeIfChanged, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  void tallyChanged() {
    changed.set(true);
  }

  private void writeIfChanged() {
    if (!changed.getAndSet(false)) {
      return;
    }
    try {
      folder.put(
          fileName,
          out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.append(csv());
            writer.flush();
          });
    } catch (IOException e) {
      changed.set(true);
      LOG.warn("{} is out of date; it is written again at the next interval", fileName, e);
    }
  }

  private String csv() throws IOException {
    StringBuilder csv = new StringBuilder();
    try {
      tally.writeCsv(csv);
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return csv.toString();
  }

  /** Writes what was counted last. */
  @Override
  public void close() throws InterruptedException {
    timer.shutdown();
    if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
      LOG.warn("{} took more than 10 s to write", fileName);
    }
    writeIfChanged();
  }
}
