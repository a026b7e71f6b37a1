package io.sluice.cli;

import io.sluice.producer.PublishFailedException;
import io.sluice.producer.PublishReceipt;
import io.sluice.producer.Publisher;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.PayloadMismatchException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the lines of a file and tells of each, in the order of the file. At most {@link
 * #MAX_IN_FLIGHT} lines are on their way at once, so a file of any size needs the same memory. What
 * is wrong with one line does not stop the next; what would fail every line alike (registry or
 * brokers gone, no such topic) does. One thread.
 */
final class LinePublishing {
  static final int MAX_IN_FLIGHT = 1_000;

  /** Who hears of each line. */
  interface Listener {
    void read(JsonLines.Line line);

    void published(PublishReceipt receipt);

    /** A complaint with the file and line in front. */
    void complaint(String message);
  }

  private record Pending(long line, boolean hasId, CompletableFuture<PublishReceipt> receipt) {}

  private final Publisher publisher;
  private final String fileName;
  private final boolean strict;
  private final Listener listener;
  private final Deque<Pending> inFlight = new ArrayDeque<>();
  private PublishTally tally = PublishTally.NOTHING;
  private boolean stopped;

  LinePublishing(Publisher publisher, String fileName, boolean strict, Listener listener) {
    this.publisher = publisher;
    this.fileName = fileName;
    this.strict = strict;
    this.listener = listener;
  }

  void run(JsonLines lines) throws IOException {
    JsonLines.@Nullable Line line = lines.next();
    while (line != null) {
      publish(line);
      listener.read(line);
      // Whoever types into a pipe wants to hear of a line before writing the next.
      settleDown(lines.wouldWait() ? 0 : MAX_IN_FLIGHT - 1);
      line = stopped ? null : lines.next();
    }
    settleDown(0);
  }

  PublishTally tally() {
    return tally;
  }

  /** Whether lines were left unread. */
  boolean stoppedEarly() {
    return stopped;
  }

  private void publish(JsonLines.Line line) {
    try {
      EventLine event = EventLine.parse(line);
      inFlight.add(new Pending(line.number(), event.hasId(), publisher.publish(event.draft())));
    } catch (BadLineException e) {
      inFlight.add(new Pending(line.number(), true, CompletableFuture.failedFuture(e)));
    }
  }

  /**
   * Tells of the oldest lines: all that are done, and as many more as it takes to leave so many.
   */
  private void settleDown(int leave) {
    while (!inFlight.isEmpty()
        && (inFlight.size() > leave || inFlight.getFirst().receipt().isDone())) {
      settle(inFlight.removeFirst());
    }
  }

  private void settle(Pending pending) {
    try {
      PublishReceipt receipt = pending.receipt().join();
      tally = tally.plusPublished(pending.hasId());
      listener.published(receipt);
    } catch (CompletionException | CancellationException e) {
      complain(pending.line(), e.getCause() == null ? e : e.getCause());
    }
  }

  private void complain(long line, Throwable failure) {
    boolean refused = isLinesOwnFault(failure);
    tally = refused ? tally.plusRefused() : tally.plusFailed();
    boolean hopeless = !refused && wouldFailForAll(failure);
    // One complaint is enough for what every line in flight suffers alike.
    if (!(hopeless && stopped)) {
      listener.complaint(fileName + ":" + line + ": " + describe(failure));
    }
    stopped |= strict || hopeless;
  }

  private static boolean isLinesOwnFault(Throwable failure) {
    return failure instanceof BadLineException
        || failure instanceof IllegalArgumentException
        || (failure instanceof EventFormatException format && !format.isPassing())
        || (failure instanceof PublishFailedException publish
            && publish.reason() == PublishFailedException.Reason.TOO_LARGE);
  }

  private static boolean wouldFailForAll(Throwable failure) {
    if (failure instanceof PublishFailedException publish) {
      return switch (publish.reason()) {
        case TOPIC_MISSING, BROKER_UNREACHABLE, NOT_ALLOWED -> true;
        default -> false;
      };
    }
    return failure instanceof EventFormatException;
  }

  private static String describe(Throwable failure) {
    if (failure instanceof PayloadMismatchException mismatch) {
      return "$.data"
          + mismatch.jsonPath().replaceFirst("^\\$", "")
          + ": expected "
          + mismatch.expected()
          + ", found "
          + mismatch.found();
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
