package io.sluice.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java to run a contestant with.
 *
 * @param home its folder
 * @param version its first number
 */
public record Jdk(Path home, int version) {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final int VIRTUAL_THREADS_SINCE = 21;

  /** Since then Java warns of what RocksDB and Netty do. */
  private static final int WARNS_SINCE = 24;

  /** The one that runs this. */
  public static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** The newest one installed that has virtual threads; empty when there is none. */
  public static Optional<Jdk> withVirtualThreads() {
    if (current().hasVirtualThreads()) {
      return Optional.of(current());
    }
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(INSTALLED)) {
      return homes
          .flatMap(home -> read(home).stream())
          .filter(Jdk::hasVirtualThreads)
          .max(Comparator.comparingInt(Jdk::version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Java in a folder; empty where there is none. */
  static Optional<Jdk> read(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(release));
      return version.find()
          ? Optional.of(new Jdk(home, Integer.parseInt(version.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether handlers can run on virtual threads. */
  public boolean hasVirtualThreads() {
    return version >= VIRTUAL_THREADS_SINCE;
  }

  String executable() {
    return home.resolve("bin/java").toString();
  }

  List<String> options() {
    return version < WARNS_SINCE
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
