package io.sluice.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes samples of this process's memory, every 5 s. A full collection is asked for every 30 s: the
 * old generation may otherwise go without one for as long as a soak takes, and nobody knows then
 * how much of it is garbage. Not thread-safe.
 */
final class MemorySampling {
  private static final Logger LOG = LoggerFactory.getLogger(MemorySampling.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RSS = "VmRSS:";
  private static final long EVERY_SECONDS = 5;
  private static final int SAMPLES_A_COLLECTION = 6;

  /** In a short soak, for at least so many samples and collections. */
  private static final int FEWEST = 36;

  private final long everyNanos;
  private final MemoryPoolMXBean old = oldGeneration();
  private final List<MemorySample> samples = new ArrayList<>();
  private long next;
  private int asked;

  /**
   * @param seconds how long it will be sampled
   */
  MemorySampling(int seconds) {
    everyNanos =
        Math.min(
            TimeUnit.SECONDS.toNanos(EVERY_SECONDS), TimeUnit.SECONDS.toNanos(seconds) / FEWEST);
    next = System.nanoTime() + everyNanos;
  }

  void takeIfDue(long handled) {
    if (System.nanoTime() < next) {
      return;
    }
    if (asked++ % SAMPLES_A_COLLECTION == 0) {
      System.gc();
    }
    MemoryUsage after = old.getCollectionUsage();
    MemorySample sample =
        new MemorySample(
            after == null ? 0 : after.getUsed(),
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            rss(),
            handled);
    samples.add(sample);
    LOG.info("{}", sample);
    next = System.nanoTime() + everyNanos;
  }

  List<MemorySample> samples() {
    return samples;
  }

  private static MemoryPoolMXBean oldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().contains("Old Gen") || pool.getName().contains("Tenured"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("this collector has no old generation"));
  }

  private static long rss() {
    try {
      return Files.isReadable(STATUS) ? rss(Files.readAllLines(STATUS)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** In what the system tells of a process; 0 where it does not tell. */
  static long rss(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(RSS))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
