package io.sluice.examples;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.h2.jdbcx.JdbcConnectionPool;

/** An embedded H2 database: a pool of connections, and transactions around them. Thread-safe. */
final class ExampleDatabase implements AutoCloseable {
  private final JdbcConnectionPool pool;

  private ExampleDatabase(JdbcConnectionPool pool) {
    this.pool = pool;
  }

  /** Work in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws Exception;
  }

  /** A question that changes nothing. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Opens a database, makes it if it is not there, and runs statements on it that may be run again
   * ({@code CREATE … IF NOT EXISTS}).
   */
  static ExampleDatabase open(String jdbcUrl, List<String> statements) throws SQLException {
    JdbcConnectionPool pool = JdbcConnectionPool.create(keptOpenAtExit(jdbcUrl), "sa", "");
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      // By default H2 writes a commit up to half a second later, and kill -9 takes it away: a
      // payment marked as charged in Kafka, and no charge.
      statement.execute("SET WRITE_DELAY 0");
      for (String sql : statements) {
        statement.execute(sql);
      }
      return new ExampleDatabase(pool);
    } catch (SQLException e) {
      pool.dispose();
      throw e;
    }
  }

  /** Runs work whose changes are all kept when it returns, and none when it throws. */
  <T> T inTransaction(Work<T> work) throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } finally {
        // After a commit this undoes nothing.
        connection.rollback();
      }
    }
  }

  <T> T query(Query<T> query) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return query.run(connection);
    }
  }

  /**
   * The inbox pattern's first half: marks an event as processed, in the transaction that does its
   * work. A second delivery at the same time waits here until the first has committed or given up.
   *
   * @param table has a unique column {@code event_id}
   * @return false when the mark was there already
   */
  static boolean mark(Connection connection, String table, String eventId) throws SQLException {
    try (var insert =
        connection.prepareStatement("INSERT INTO " + table + " (event_id) VALUES (?)")) {
      insert.setString(1, eventId);
      insert.executeUpdate();
      return true;
    } catch (SQLIntegrityConstraintViolationException alreadyThere) {
      return false;
    }
  }

  /** H2's own exit hook would close the database under handlers that are still finishing. */
  private static String keptOpenAtExit(String jdbcUrl) {
    String setting = "DB_CLOSE_ON_EXIT";
    return jdbcUrl.toUpperCase(Locale.ROOT).contains(setting)
        ? jdbcUrl
        : jdbcUrl + ";" + setting + "=FALSE";
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
