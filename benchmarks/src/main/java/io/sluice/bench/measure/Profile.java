package io.sluice.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * A recording of where this process spends its time, by JFR, where the parent wants one. Begun when
 * what there is to warm up with is done, ended before the report. Not thread-safe.
 */
public final class Profile {
  private static final String FILE = "sluice.bench.profile";

  /** As JFR's own settings have it for threads in Java. */
  private static final Duration EVERY = Duration.ofMillis(10);

  private final @Nullable Path file;
  private @Nullable Recording recording;

  /**
   * @param file null: none is wanted
   */
  Profile(@Nullable Path file) {
    this.file = file;
  }

  /** The options of Java for a process that is to write one. */
  public static List<String> javaOptions(Path file) {
    return List.of("-D" + FILE + "=" + file.toAbsolutePath());
  }

  /** What this process was started for. */
  static Profile wanted() {
    String name = System.getProperty(FILE);
    return new Profile(name == null ? null : Path.of(name));
  }

  boolean isWanted() {
    return file != null;
  }

  /** No effect where none is wanted. */
  void begin() throws IOException {
    if (file == null || recording != null) {
      return;
    }
    try {
      Recording starting = new Recording(Configuration.getConfiguration("profile"));
      recording = starting;
      // As often as threads in Java: RocksDB is native.
      starting.enable("jdk.NativeMethodSample").withPeriod(EVERY);
      starting.start();
    } catch (ParseException e) {
      throw new IOException("the JDK's own settings of JFR cannot be read", e);
    }
  }

  /** Writes the file; no effect where none was begun. */
  void end() throws IOException {
    Recording running = recording;
    if (running == null || file == null) {
      return;
    }
    try (running) {
      running.stop();
      running.dump(file);
    }
    recording = null;
  }
}
