package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline has told of one event.
 *
 * @param statuses in the order in which they were written; at least one
 * @param result what its handler returned at last; null: nothing
 */
record StatusHistory(String id, List<EventStatus> statuses, @Nullable JsonNode result) {
  private static final String DUPLICATE = "duplicate";

  /** One whose result is not asked for. */
  StatusHistory(String id, List<EventStatus> statuses) {
    this(id, statuses, null);
  }

  /** The last status of the event itself: that a copy of it was dropped changes nothing. */
  EventStatus last() {
    EventStatus last = statuses.get(statuses.size() - 1);
    for (EventStatus status : statuses) {
      if (!isDuplicate(status)) {
        last = status;
      }
    }
    return last;
  }

  long duplicates() {
    return statuses.stream().filter(StatusHistory::isDuplicate).count();
  }

  void print(PrintWriter out) {
    EventStatus last = last();
    out.println("id        " + PlainText.line(id));
    out.println("type      " + PlainText.line(last.getType()));
    out.println("pipeline  " + PlainText.line(last.getPipeline()));
    out.println("key       " + PlainText.line(last.getKey()));
    if (isWorkflow(last)) {
      printWorkflow(out, last);
    } else {
      if (last.getWorkflow() != null) {
        out.println("workflow  " + PlainText.line(last.getWorkflow()) + step(last));
      }
      out.println("status    " + fate(last) + ", " + attempts(last.getAttempt()));
    }
    if (result != null) {
      out.println("result    " + PlainText.line(result.toString()));
    }
    if (duplicates() > 0) {
      out.println("          " + duplicates() + " more with the same id discarded as duplicate");
    }
    out.println();
    printTable(out, "");
  }

  /** A workflow has no handler, but steps, and is told of under its own id. */
  private static boolean isWorkflow(EventStatus status) {
    return status.getType().equals(Workflow.TYPE) && status.getId().equals(status.getWorkflow());
  }

  private static void printWorkflow(PrintWriter out, EventStatus last) {
    out.println("status    " + outcome(last));
    if (last.getErrorMessage() != null) {
      out.println("error     " + PlainText.line(last.getErrorMessage()));
    }
    out.println(
        "steps     see: sluice workflow show "
            + PlainText.line(last.getId())
            + " --pipeline "
            + PlainText.line(last.getPipeline()));
  }

  /** One line a status, each after this indent. */
  void printTable(PrintWriter out, String indent) {
    TextTable table =
        new TextTable(
            indent + "TIME", "OUTCOME", "ATTEMPT", "TOOK", "DUE", "REPLAYS", "WHERE", "ERROR");
    for (EventStatus status : statuses) {
      table.row(
          indent + status.getAt(),
          outcome(status),
          status.getAttempt(),
          status.getDurationMs() == null ? "-" : status.getDurationMs() + "ms",
          status.getDueAt() == null ? "-" : status.getDueAt(),
          status.getReplayCount(),
          where(status),
          error(status));
    }
    table.print(out);
  }

  ObjectNode toJson() {
    EventStatus last = last();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.put("type", last.getType());
    json.put("pipeline", last.getPipeline());
    json.put("key", last.getKey());
    if (last.getWorkflow() != null) {
      json.put("workflow", last.getWorkflow());
      json.put("step", last.getStep());
    }
    json.put("status", word(last));
    json.put("reason", last.getReason());
    json.put("attempt", last.getAttempt());
    json.put("replay_count", last.getReplayCount());
    if (result != null) {
      json.set("result", result);
    }
    json.put("duplicates", duplicates());
    json.set("statuses", statuses(statuses));
    return json;
  }

  static ArrayNode statuses(List<EventStatus> statuses) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    statuses.forEach(status -> all.add(json(status)));
    return all;
  }

  private static ObjectNode json(EventStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", status.getAt().toString());
    json.put("outcome", word(status));
    json.put("reason", status.getReason());
    json.put("attempt", status.getAttempt());
    Instant dueAt = status.getDueAt();
    json.put("due_at", dueAt == null ? null : dueAt.toString());
    json.put("duration_ms", status.getDurationMs());
    json.put("replay_count", status.getReplayCount());
    json.put("topic", status.getTopic());
    json.put("partition", status.getPartition());
    json.put("offset", status.getOffset());
    json.put("error_class", status.getErrorClass());
    json.put("error_message", status.getErrorMessage());
    return json;
  }

  private static String step(EventStatus status) {
    return status.getStep() == null ? "" : ", step " + status.getStep();
  }

  static boolean isDuplicate(EventStatus status) {
    return status.getOutcome() == Outcome.DISCARDED && DUPLICATE.equals(status.getReason());
  }

  static String word(EventStatus status) {
    return status.getOutcome().name().toLowerCase(Locale.ROOT);
  }

  private static String fate(EventStatus status) {
    if (status.getOutcome() != Outcome.PARKED) {
      return outcome(status);
    }
    return "parked behind an earlier event of key " + PlainText.line(status.getKey());
  }

  /** {@code discarded: duplicate}, {@code dead: attempts_exhausted}, {@code succeeded}. */
  private static String outcome(EventStatus status) {
    String reason = status.getReason();
    return reason == null ? word(status) : word(status) + ": " + PlainText.line(reason);
  }

  private static String attempts(int attempts) {
    return switch (attempts) {
      case 0 -> "its handler has not run";
      case 1 -> "1 attempt";
      default -> attempts + " attempts";
    };
  }

  private static String where(EventStatus status) {
    return PlainText.line(
        status.getTopic() + "/" + status.getPartition() + "/" + status.getOffset());
  }

  private static String error(EventStatus status) {
    @Nullable String name = status.getErrorClass();
    String message = status.getErrorMessage();
    if (name == null) {
      return message == null ? "-" : PlainText.line(message);
    }
    String shortName = PlainText.simpleName(name);
    return PlainText.line(message == null ? shortName : shortName + ": " + message);
  }
}
