package io.sluice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * How many webhook deliveries of each type came from each repository. Durable, and every delivery
 * counts once: what is stored is the deliveries, by event id, and the counts are a query over them.
 * Thread-safe.
 */
public final class GithubTally implements AutoCloseable {
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS delivery (
            event_id VARCHAR PRIMARY KEY,
            event_type VARCHAR,
            repository VARCHAR)
          """,
          "CREATE INDEX IF NOT EXISTS delivery_by_type ON delivery (event_type, repository)");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader("type", "repository", "count")
          .setRecordSeparator('\n')
          .get();

  private final ExampleDatabase database;

  private GithubTally(ExampleDatabase database) {
    this.database = database;
  }

  /**
   * Opens a tally.
   *
   * @param jdbcUrl the handler's {@code jdbc_url}; a file can be open in one process at a time
   */
  public static GithubTally open(String jdbcUrl) throws SQLException {
    return new GithubTally(ExampleDatabase.open(jdbcUrl, TABLES));
  }

  /**
   * One line of the tally.
   *
   * @param type the event's type, such as {@code github.issues.opened}
   * @param repository full name, or else the organisation's login, or else {@code (none)}
   */
  public record Line(String type, String repository, long count) {}

  /** Counts a delivery; false when this event was counted before. */
  boolean count(String eventId, String type, String repository) throws Exception {
    return database.inTransaction(
        connection ->
            ExampleDatabase.mark(connection, "delivery", eventId)
                && describe(connection, eventId, type, repository));
  }

  private static boolean describe(
      Connection connection, String eventId, String type, String repository) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET event_type = ?, repository = ? WHERE event_id = ?")) {
      update.setString(1, type);
      update.setString(2, repository);
      update.setString(3, eventId);
      return update.executeUpdate() == 1;
    }
  }

  /** The tally, ordered by type and repository. */
  public List<Line> lines() throws SQLException {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT event_type, repository, COUNT(*) FROM delivery
                      GROUP BY event_type, repository ORDER BY event_type, repository
                      """);
              ResultSet rows = select.executeQuery()) {
            List<Line> lines = new ArrayList<>();
            while (rows.next()) {
              lines.add(new Line(rows.getString(1), rows.getString(2), rows.getLong(3)));
            }
            return lines;
          }
        });
  }

  /** The tally as {@code type,repository,count}, one line each after a heading. */
  public void writeCsv(Appendable out) throws SQLException, IOException {
    CSVPrinter csv = new CSVPrinter(out, FORMAT);
    for (Line line : lines()) {
      csv.printRecord(line.type(), line.repository(), line.count());
    }
    csv.flush();
  }

  /** The tally as {@code [{"type":…,"repository":…,"count":…},…]}. */
  public ArrayNode toJson() throws SQLException {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Line line : lines()) {
      json.addObject()
          .put("type", line.type())
          .put("repository", line.repository())
          .put("count", line.count());
    }
    return json;
  }

  @Override
  public void close() {
    database.close();
  }
}
