package io.sluice.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a run of the demo keeps things: all in one temporary folder, which goes with it. */
record DemoFolders(Path root) implements AutoCloseable {
  static DemoFolders create() throws IOException {
    return new DemoFolders(Files.createTempDirectory("sluice-demo-"));
  }

  Path cluster() {
    return root.resolve("cluster");
  }

  Path state() {
    return root.resolve("state");
  }

  Path pictures() {
    return root.resolve("pictures");
  }

  Path thumbnails() {
    return root.resolve("thumbnails");
  }

  Path reports() {
    return root.resolve("reports");
  }

  /** The payments database. */
  String paymentsUrl() {
    return "jdbc:h2:file:" + root.resolve("payments").toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE";
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
