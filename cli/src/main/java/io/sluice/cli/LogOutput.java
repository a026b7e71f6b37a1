package io.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much of the log is shown, on stderr. */
final class LogOutput {
  private LogOutput() {}

  /** For commands that stay: what Sluice itself does, at INFO. */
  static void showWork() {
    level("io.sluice", Level.INFO);
  }

  /** For a processor on real brokers: what Kafka's clients warn of, too. */
  static void showKafkaWarnings() {
    level("org.apache.kafka", Level.WARN);
  }

  /** For {@code --verbose}: everything at INFO, Sluice's own at DEBUG. */
  static void showMore() {
    level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.INFO);
    level("org.apache.kafka", Level.INFO);
    level("io.sluice", Level.DEBUG);
  }

  private static void level(String name, Level level) {
    // Another logging library may have been put on the class path; its levels are its own affair.
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
