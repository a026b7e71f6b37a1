package io.sluice.bench;

import io.sluice.bench.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of one benchmark: data of broker and contestants, and their logs. It goes when the
 * benchmark ends, on Ctrl-C too, but for what is to be kept.
 */
final class WorkFolder {
  private final Path path;
  private volatile Kept kept;

  /** What stays of it. */
  enum Kept {
    NOTHING,
    LOGS,
    ALL
  }

  private WorkFolder(Path path, Kept kept) {
    this.path = path;
    this.kept = kept;
  }

  /** Makes one beside what the build makes: the system's own place may be in memory. */
  static WorkFolder make(Kept kept) throws IOException {
    Path parent = Files.createDirectories(ProjectFolder.path("benchmarks", "target"));
    return new WorkFolder(Files.createTempDirectory(parent, "bench"), kept);
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path broker() {
    return path.resolve("broker");
  }

  Path runs() {
    return path.resolve("runs");
  }

  /** Something went wrong, and the logs tell what. */
  void keepLogs() {
    if (kept == Kept.NOTHING) {
      kept = Kept.LOGS;
    }
  }

  /** Where what is kept is, as a sentence; empty when nothing is. */
  String farewell() {
    return switch (kept) {
      case NOTHING -> "";
      case LOGS -> "logs are in " + logs();
      case ALL -> "logs and data are in " + path;
    };
  }

  /** Ends the children at the end of this process, then removes what they worked on. */
  void goWith(Children children) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(children), "end"));
  }

  private void end(Children children) {
    children.end();
    try {
      switch (kept) {
        case NOTHING -> Folder.delete(path);
        case LOGS -> {
          Folder.delete(broker());
          Folder.delete(runs());
        }
        case ALL -> {}
      }
    } catch (IOException e) {
      // The next build from scratch removes it.
    }
  }
}
