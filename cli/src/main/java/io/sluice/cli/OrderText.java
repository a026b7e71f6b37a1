package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.processor.parked.Blocked;
import io.sluice.processor.parked.ParkedLine;
import io.sluice.processor.parked.ParkedOrder;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of an order about parked events.
 *
 * @param sent the order, once for each line that it is about; at least one
 */
record OrderText(String pipeline, ParkedOrder order, List<OrderDelivery.Sent> sent) {

  /** {@code 12 events parked behind evt-7 (key usr_1)}. */
  static String events(List<ParkedLine> lines) {
    return lines.stream().map(OrderText::events).collect(Collectors.joining(", and "));
  }

  /**
   * @param after the lines of the pipeline after it was carried out
   */
  void printDone(PrintWriter out, List<ParkedLine> after) {
    for (OrderDelivery.Sent one : sent) {
      out.println((order == ParkedOrder.RELEASE ? "released " : "discarded ") + events(one.line()));
      lineAfter(one.line(), after).ifPresent(now -> out.println("  " + stillBlocked(one, now)));
    }
    out.flush();
  }

  /**
   * @param why said first; may be empty
   */
  void printStanding(PrintWriter out, String why) {
    for (OrderDelivery.Sent one : sent) {
      out.println(
          "ordered to " + word() + " " + events(one.line()) + (why.isEmpty() ? "" : "; " + why));
    }
    String places = sent.stream().map(OrderText::place).collect(Collectors.joining(" and "));
    out.println("  the order stands in " + places + ", and is carried out when the pipeline runs");
    out.flush();
  }

  /**
   * @param after the lines of the pipeline after it was carried out
   * @param done false when it has not been yet
   */
  List<ObjectNode> toJson(List<ParkedLine> after, boolean done) {
    return sent.stream().map(one -> json(one, after, done)).toList();
  }

  private ObjectNode json(OrderDelivery.Sent one, List<ParkedLine> after, boolean done) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pipeline", pipeline);
    json.put("order", word());
    json.put("key", KeyText.of(one.line().key()));
    json.put("head", one.line().head().id());
    json.put("events", one.line().depth());
    json.put("carried_out", done);
    json.put("topic", one.place().topic());
    json.put("partition", one.place().partition());
    json.put("offset", one.offset());
    json.putNull("now");
    lineAfter(one.line(), after)
        .ifPresent(
            line ->
                json.putObject("now")
                    .put("state", ParkedTable.word(line.head().state()))
                    .put("head", line.head().id())
                    .put("depth", line.depth()));
    return json;
  }

  private String word() {
    return order.name().toLowerCase(Locale.ROOT);
  }

  private static String stillBlocked(OrderDelivery.Sent before, ParkedLine now) {
    Blocked head = now.head();
    String id = PlainText.line(head.id());
    return switch (head.state()) {
      case RELEASING -> "yet to run: " + now.depth();
      case HELD -> id + " is a dead letter and holds the key; parked behind it: " + now.depth();
      case WAITING ->
          (head.id().equals(before.line().head().id()) ? id + " still" : id + " has failed and")
              + " waits for its next attempt; parked behind it: "
              + now.depth();
    };
  }

  private static Optional<ParkedLine> lineAfter(ParkedLine before, List<ParkedLine> after) {
    return after.stream()
        .filter(line -> line.partition() == before.partition())
        .filter(line -> Arrays.equals(line.key(), before.key()))
        .findFirst();
  }

  private static String events(ParkedLine line) {
    return (line.depth() == 1 ? "1 event" : line.depth() + " events")
        + " parked behind "
        + PlainText.line(line.head().id())
        + " (key "
        + KeyText.of(line.key())
        + ")";
  }

  private static String place(OrderDelivery.Sent one) {
    return one.place().topic()
        + ", partition "
        + one.place().partition()
        + ", offset "
        + one.offset();
  }
}
