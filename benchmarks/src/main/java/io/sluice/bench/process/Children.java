package io.sluice.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts child processes, all with the same options of Java, and ends them with this one: on
 * Ctrl-C, too. A child also ends by itself when its input ends, so a {@code kill -9} of this
 * process leaves none behind.
 */
public final class Children {
  /** What figures are quoted from: the same for every contestant. */
  public static final List<String> JAVA_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");

  /** Where only correctness counts: starts in less time, runs at half the speed. */
  public static final List<String> QUICK_OPTIONS =
      List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path logs;
  private final List<String> options;
  private final Set<Process> started;

  /**
   * @param logs the folder of what children log
   * @param options of Java, for every child
   */
  public Children(Path logs, List<String> options) {
    this(logs, options, ConcurrentHashMap.newKeySet());
  }

  private Children(Path logs, List<String> options, Set<Process> started) {
    this.logs = logs;
    this.options = options;
    this.started = started;
  }

  /**
   * The same children, those to come with more options: of two that contradict, the later counts.
   */
  public Children with(List<String> moreOptions) {
    List<String> all = new ArrayList<>(options);
    all.addAll(moreOptions);
    return new Children(logs, all, started);
  }

  /** Ends all of them, and returns when they are gone. */
  public void end() {
    started.forEach(Process::destroyForcibly);
    for (Process process : started) {
      process.onExit().join();
    }
  }

  /** Starts a class of this program, with this program's class path. */
  public Child start(Jdk jdk, Class<?> main, String name, List<String> arguments)
      throws IOException {
    Files.createDirectories(logs);
    List<String> command = new ArrayList<>();
    command.add(jdk.executable());
    command.addAll(jdk.options());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(logs.resolve(name + ".log").toFile()))
            .start();
    started.add(process);
    return new Child(process);
  }
}
