package io.sluice.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A pipeline.yaml of this module, and the variables in it. */
record PipelineFile(Path path) {
  private static final Pattern REFERENCE =
      Pattern.compile("(?<!\\$)\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?}");

  static final List<PipelineFile> ALL =
      List.of(
          new PipelineFile(DeployFiles.COMPOSE_PIPELINE),
          new PipelineFile(DeployFiles.KUBERNETES_PIPELINE));

  /** The file that a run reads, which is told by where the run is written. */
  static PipelineFile of(Run run) {
    return ALL.get(run.where().startsWith("compose") ? 0 : 1);
  }

  String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every variable that the file reads. */
  Set<String> variables() {
    return REFERENCE
        .matcher(settings())
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that have no default. */
  Set<String> requiredVariables() {
    return REFERENCE
        .matcher(settings())
        .results()
        .filter(match -> match.group(2) == null)
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String settings() {
    return text().replaceAll("(?m)(^|\\s)#.*$", "");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
