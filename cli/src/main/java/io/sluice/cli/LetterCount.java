package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many letters a topic holds, and since when. Not thread-safe. */
final class LetterCount {
  private final DeadLetterTopic topic;
  private long waiting;
  private long replayed;
  private @Nullable Instant oldest;
  private @Nullable Instant newest;

  LetterCount(DeadLetterTopic topic) {
    this.topic = topic;
  }

  void add(DeadLetter letter, boolean handled) {
    if (handled) {
      replayed++;
      return;
    }
    waiting++;
    Instant deadAt = letter.deadAt();
    oldest = oldest == null || deadAt.isBefore(oldest) ? deadAt : oldest;
    newest = newest == null || deadAt.isAfter(newest) ? deadAt : newest;
  }

  ObjectNode toJson(boolean withReplayed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", topic.name());
    json.put("pipeline", topic.pipeline().orElse(null));
    json.put("letters", waiting);
    if (withReplayed) {
      json.put("replayed", replayed);
    }
    json.put("oldest", oldest == null ? null : oldest.toString());
    json.put("newest", newest == null ? null : newest.toString());
    return json;
  }

  static void print(List<LetterCount> counts, boolean withReplayed, Instant now, PrintWriter out) {
    TextTable table =
        withReplayed
            ? new TextTable("TOPIC", "LETTERS", "REPLAYED", "OLDEST", "NEWEST")
            : new TextTable("TOPIC", "LETTERS", "OLDEST", "NEWEST");
    for (LetterCount count : counts) {
      List<Object> row = new ArrayList<>(List.of(count.topic.name(), count.waiting));
      if (withReplayed) {
        row.add(count.replayed);
      }
      row.add(age(count.oldest, now));
      row.add(age(count.newest, now));
      table.row(row.toArray());
    }
    table.print(out);
  }

  private static String age(@Nullable Instant then, Instant now) {
    return then == null ? "-" : PlainText.age(then, now);
  }
}
