package io.sluice.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * What the figures were measured on.
 *
 * @param cpu the processor's name
 * @param cores what Java sees of it
 * @param memoryMb of the machine
 * @param commit of this program; empty where git does not tell
 * @param javaOptions of every contestant
 */
public record Machine(
    String cpu,
    int cores,
    long memoryMb,
    String os,
    String jdk,
    String kafka,
    String commit,
    List<String> javaOptions) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * This one.
   *
   * @param sources the folder that git is asked about
   */
  public static Machine here(List<String> javaOptions, Path sources) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / (1024 * 1024),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        AppInfoParser.getVersion(),
        commitOf(sources),
        javaOptions);
  }

  /** In one line. */
  public String sentence() {
    return cores
        + " cores of "
        + cpu
        + ", "
        + memoryMb
        + " MB, "
        + os
        + ", JDK "
        + jdk
        + ", Kafka "
        + kafka
        + (commit.isEmpty() ? "" : ", commit " + commit)
        + "; every process with "
        + String.join(" ", javaOptions);
  }

  private static String cpuName() {
    if (Files.isReadable(CPU_INFO)) {
      try {
        for (String line : Files.readAllLines(CPU_INFO)) {
          if (line.startsWith("model name")) {
            return line.substring(line.indexOf(':') + 1).strip();
          }
        }
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }

  private static String commitOf(Path sources) {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude", "*")
              .directory(sources.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
