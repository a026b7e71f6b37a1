package io.sluice.bench;

import java.nio.file.Path;

/** The folder of the project's sources: told by the launcher, else the one this was started in. */
final class ProjectFolder {
  private static final String PROPERTY = "sluice.root";

  private ProjectFolder() {}

  static Path path(String first, String... more) {
    return Path.of(System.getProperty(PROPERTY, ""), first).resolve(Path.of("", more));
  }
}
