package io.sluice.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration of the pipeline {@code shop}, {@code examples/pipeline.yaml}, as a resource.
 */
public final class ExamplePipeline {
  private static final String FILE = "pipeline.yaml";

  private ExamplePipeline() {}

  /** The text of {@code pipeline.yaml}, with its comments. */
  public static String yaml() {
    try (InputStream in = ExamplePipeline.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar of the examples");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes {@code pipeline.yaml} into a folder, in place of one that is there.
   *
   * @return the file
   */
  public static Path writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve(FILE), yaml());
  }
}
