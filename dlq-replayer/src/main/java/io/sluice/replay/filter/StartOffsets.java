package io.sluice.replay.filter;

import io.sluice.replay.filter.Condition.Comparison;
import io.sluice.replay.letter.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Where to begin in each partition; partitions that are not named are left out. */
public final class StartOffsets {
  private static final String FORM = "topic,partition,offset, as in shop.dlq,0,120";
  private static final int COLUMNS = 3;

  private final Map<TopicPartition, Long> starts;

  private StartOffsets(Map<TopicPartition, Long> starts) {
    this.starts = starts;
  }

  /**
   * Rows as {@code kafka-consumer-groups --export} writes them for one group; blank ones count for
   * nothing.
   *
   * @throws IllegalArgumentException naming the first row that is wrong, counted from 1
   */
  public static StartOffsets parse(List<String> rows) {
    Map<TopicPartition, Long> starts =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    for (int i = 0; i < rows.size(); i++) {
      String row = rows.get(i).strip();
      if (!row.isEmpty()) {
        Place start = parse(row, i + 1);
        TopicPartition partition = new TopicPartition(start.topic(), start.partition());
        if (starts.put(partition, start.offset()) != null) {
          throw new IllegalArgumentException(
              "line " + (i + 1) + ": a line before has named " + partition + " already");
        }
      }
    }
    if (starts.isEmpty()) {
      throw new IllegalArgumentException("it names no partition; a line is " + FORM);
    }
    return new StartOffsets(starts);
  }

  boolean includes(Place place) {
    Long start = starts.get(new TopicPartition(place.topic(), place.partition()));
    return start != null && place.offset() >= start;
  }

  /** The same in the filter language. */
  Expression expression() {
    List<Expression> parts = new ArrayList<>();
    starts.forEach(
        (partition, offset) ->
            parts.add(
                new Expression.And(
                    List.of(
                        new Comparison(
                            Field.of(FieldName.TOPIC),
                            Operator.EQUAL,
                            new Literal.Text(partition.topic())),
                        number(FieldName.PARTITION, Operator.EQUAL, partition.partition()),
                        number(FieldName.OFFSET, Operator.GREATER_OR_EQUAL, offset)))));
    return parts.size() == 1 ? parts.get(0) : new Expression.Or(parts);
  }

  private static Expression number(FieldName field, Operator operator, long value) {
    return new Comparison(
        Field.of(field), operator, new Literal.Decimal(BigDecimal.valueOf(value)));
  }

  private static Place parse(String row, int line) {
    String[] cells = row.split(",", -1);
    try {
      if (cells.length == COLUMNS && !cells[0].isBlank()) {
        int partition = Integer.parseInt(cells[1].strip());
        long offset = Long.parseLong(cells[2].strip());
        if (partition >= 0 && offset >= 0) {
          return new Place(cells[0].strip(), partition, offset);
        }
      }
    } catch (NumberFormatException notARow) {
      // Told below, with what a row should be.
    }
    throw new IllegalArgumentException("line " + line + ": \"" + row + "\" is not " + FORM);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StartOffsets that && starts.equals(that.starts);
  }

  @Override
  public int hashCode() {
    return starts.hashCode();
  }

  @Override
  public String toString() {
    return starts.toString();
  }
}
