package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import one.convert.Arguments;
import one.convert.JfrToFlame;
import org.jspecify.annotations.Nullable;

/**
 * Flame graphs of runs, as pages for a browser.
 *
 * @param folder where they go
 * @param file the only one's name; null: named after day, workload and contestant
 * @param day in the names
 */
record FlameGraphs(Path folder, @Nullable Path file, LocalDate day) {
  /** Stacks with these calls do nothing but wait; to JFR they look as busy as any native one. */
  private static final String WAITING =
      ".*(sun/nio/ch/EPoll\\.wait|sun/nio/ch/Net\\.(poll|accept)|FileInputStream\\.readBytes"
          + "|ProcessHandleImpl\\.waitForProcessExit0|Unsafe\\.park|Thread\\.sleep).*";

  /**
   * Draws one from a recording.
   *
   * @param number of the run, which is in the name from the second one on
   */
  Path draw(Path recording, String workload, String contestant, int number) throws IOException {
    Path page = page(workload, contestant, number);
    Path parent = page.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Arguments arguments =
        new Arguments(
            "--norm", "--exclude", WAITING, "--title", workload + " " + contestant + ", " + day);
    JfrToFlame.convert(recording.toString(), page.toString(), arguments);
    return page;
  }

  Path page(String workload, String contestant, int number) {
    String again = number == 1 ? "" : "-run" + number;
    if (file == null) {
      return folder.resolve(
          day + "-" + workload.toLowerCase(Locale.ROOT) + "-" + contestant + again + ".html");
    }
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(".html") ? name.substring(0, name.length() - 5) : name;
    return file.resolveSibling(stem + again + ".html");
  }
}
