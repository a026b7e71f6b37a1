package io.sluice.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child's talk with the process that started it, one line of text a message: the assignment comes
 * in, the report goes out, a line in says stop; others are for the measurement. The end of the
 * input means that the parent is gone, however it ended; then this process ends at once, too.
 */
public final class ParentLink {
  /** In front of a report, so that it is told from what libraries print. */
  public static final String REPORT = "REPORT ";

  /** What the parent says to a child that is to close what it runs. */
  public static final String STOP = "STOP";

  private static final int ORPHANED = 3;
  private static final long LOOK_EVERY_MS = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final BufferedReader in;
  private final PrintStream out;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  ParentLink() {
    in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  Assignment receive() throws IOException {
    String line = in.readLine();
    if (line == null) {
      Runtime.getRuntime().halt(ORPHANED);
      throw new IOException("the parent is gone");
    }
    Thread listener = new Thread(this::listen, "parent");
    listener.setDaemon(true);
    listener.start();
    return json.readValue(line, Assignment.class);
  }

  void report(Report report) throws IOException {
    out.println(REPORT + json.writeValueAsString(report));
  }

  /** Tells how it gets on. */
  void tell(String line) {
    out.println(line);
  }

  /** The next line that the parent said, but for stop; null when there is none for a moment. */
  @Nullable String hear() throws InterruptedException {
    return said.poll(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /** Waits until the parent says stop. */
  void awaitStop() throws InterruptedException {
    stop.await();
  }

  private void listen() {
    try {
      @Nullable String line = in.readLine();
      while (line != null) {
        if (line.equals(STOP)) {
          stop.countDown();
        } else {
          said.add(line);
        }
        line = in.readLine();
      }
    } catch (IOException e) {
      // As good as the end of the input.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
