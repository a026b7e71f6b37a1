package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The outside world: a file of effects for each process. A line is handed to the operating system
 * before the handler returns, so SIGKILL takes none of them back. Thread-safe.
 */
final class EffectLog implements AutoCloseable {
  private static final String ENDING = ".effects";

  private final FileChannel file;

  private EffectLog(FileChannel file) {
    this.file = file;
  }

  /** The log of this process. */
  static EffectLog open(Path folder) {
    try {
      Path path = folder.resolve(ProcessHandle.current().pid() + ENDING);
      return new EffectLog(
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  synchronized void write(Effect effect) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((effect.line() + "\n").getBytes(UTF_8));
    while (line.hasRemaining()) {
      file.write(line);
    }
  }

  /** All effects of all processes, those of one process in the order of their ends. */
  static List<Effect> readAll(Path folder) throws IOException {
    List<Effect> effects = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(ENDING)).toList()) {
        // A process killed in the middle of a write leaves half a line, and no effect.
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .map(Effect::parse)
            .forEach(effects::add);
      }
    }
    return effects;
  }

  /** True once that process has left an effect. */
  static boolean hasEffectOf(Path folder, long process) {
    return folder.resolve(process + ENDING).toFile().length() > 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
