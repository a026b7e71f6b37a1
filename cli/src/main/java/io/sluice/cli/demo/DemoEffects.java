package io.sluice.cli.demo;

import com.icegreen.greenmail.util.GreenMail;
import io.sluice.examples.demo.EffectLog;
import io.sluice.schema.avro.examples.ReportRequest;
import io.sluice.schema.avro.examples.Thumbnail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/**
 * Counts the effects of handlers where they happened: mails in the mail server, charges in the
 * database, files on the disk (written how often, by the effect log, since a second writing leaves
 * no trace).
 */
final class DemoEffects {
  private final GreenMail mailServer;
  private final DemoFolders folders;
  private final EffectLog log;
  private final HandlerStarts starts;

  DemoEffects(GreenMail mailServer, DemoFolders folders, EffectLog log, HandlerStarts starts) {
    this.mailServer = mailServer;
    this.folders = folders;
    this.log = log;
    this.starts = starts;
  }

  /**
   * How often the effect of each event was applied, by event id; those never applied are absent.
   */
  Map<String, Integer> count(List<PlannedEvent> events)
      throws MessagingException, SQLException, IOException {
    Map<String, Integer> mails = mails();
    Map<String, Integer> charges = charges();
    Map<String, Integer> found = new HashMap<>();
    for (PlannedEvent event : events) {
      int times =
          switch (event.type()) {
            case DemoData.EMAIL -> mails.getOrDefault(messageId(event.id()), 0);
            case DemoData.PAYMENT -> charges.getOrDefault(event.id(), 0);
            default -> Files.exists(result(event.data())) ? log.times(event.id()) : 0;
          };
      if (times > 0) {
        found.put(event.id(), times);
      }
    }
    return found;
  }

  /** When the handler of each event was first begun. */
  Map<String, Instant> startedAt() {
    return starts.firstById();
  }

  private Map<String, Integer> mails() throws MessagingException {
    Map<String, Integer> byMessageId = new HashMap<>();
    for (MimeMessage mail : mailServer.getReceivedMessages()) {
      byMessageId.merge(mail.getMessageID(), 1, Integer::sum);
    }
    return byMessageId;
  }

  /** As the welcome handler makes it of the event's id. */
  private static String messageId(String eventId) {
    UUID uuid = UUID.nameUUIDFromBytes(eventId.getBytes(StandardCharsets.UTF_8));
    return "<" + uuid + "@welcome.sluice>";
  }

  private Map<String, Integer> charges() throws SQLException {
    Map<String, Integer> byEvent = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(folders.paymentsUrl(), "sa", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT event_id, COUNT(*) FROM charge GROUP BY event_id")) {
      while (rows.next()) {
        byEvent.put(rows.getString(1), rows.getInt(2));
      }
    }
    return byEvent;
  }

  private Path result(SpecificRecord data) throws IOException {
    if (data instanceof ReportRequest report) {
      return folders.reports().resolve(report.getReportId() + ".csv");
    }
    Thumbnail thumbnail = (Thumbnail) data;
    // The handler keeps the picture's format, and so the end of its name.
    String source = thumbnail.getPath();
    return folders
        .thumbnails()
        .resolve(thumbnail.getImageId() + source.substring(source.indexOf('.')));
  }
}
