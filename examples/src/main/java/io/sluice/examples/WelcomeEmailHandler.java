package io.sluice.examples;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.SettingException;
import io.sluice.schema.avro.examples.WelcomeEmail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;

/**
 * Sends a welcome mail by SMTP. A mail cannot be unsent, so this effect is at-least-once; a repeat
 * carries the same Message-ID and date, by which mail servers and readers recognise it.
 *
 * <p>Settings: {@code smtp_host}, {@code smtp_port} (default 25), {@code from}, {@code timeout} (of
 * connecting, and of each answer; default 10s). Thread-safe: one connection for each mail.
 */
public final class WelcomeEmailHandler implements EventHandler<WelcomeEmail> {
  private final Session session;
  private final InternetAddress from;

  WelcomeEmailHandler(Session session, InternetAddress from) {
    this.session = session;
    this.from = from;
  }

  /**
   * Sends one mail.
   *
   * @throws InvalidRecipientException when the address is refused for good
   * @throws MailNotSentException when another attempt may succeed
   */
  @Override
  public void handle(WelcomeEmail data, EventContext context)
      throws InvalidRecipientException, MailNotSentException {
    InternetAddress recipient = recipient(data.getEmail());
    try {
      Transport.send(welcome(recipient, data, context));
    } catch (SendFailedException e) {
      // Angus lists an address as invalid only after a 5yz reply to it; a 4yz reply leaves it out.
      if (e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0) {
        throw new InvalidRecipientException(data.getEmail(), e);
      }
      throw new MailNotSentException(server(), e);
    } catch (MessagingException e) {
      throw new MailNotSentException(server(), e);
    }
  }

  private Message welcome(InternetAddress recipient, WelcomeEmail data, EventContext context)
      throws MessagingException {
    MimeMessage mail = new RepeatableMessage(session, messageId(context.idempotencyKey()));
    mail.setFrom(from);
    mail.setRecipient(Message.RecipientType.TO, recipient);
    // The name stays out of the headers: a line break in it would begin a header of its own.
    mail.setSubject("Welcome", "UTF-8");
    mail.setSentDate(Date.from(context.timestamp()));
    mail.setText(
        "Hello %s,\n\nyour account %s is ready.\n"
            .formatted(data.getName() == null ? data.getEmail() : data.getName(), data.getUserId()),
        "UTF-8");
    return mail;
  }

  private static InternetAddress recipient(String address) throws InvalidRecipientException {
    try {
      return new InternetAddress(address, true);
    } catch (AddressException e) {
      throw new InvalidRecipientException(address, e);
    }
  }

  /**
   * The Message-ID of the mail for an event. An id may hold what a Message-ID must not (RFC 5322,
   * 3.6.4), hence its name-based UUID.
   */
  public static String messageId(String idempotencyKey) {
    UUID uuid = UUID.nameUUIDFromBytes(idempotencyKey.getBytes(StandardCharsets.UTF_8));
    return "<" + uuid + "@welcome.sluice>";
  }

  private String server() {
    return session.getProperty("mail.smtp.host") + ":" + session.getProperty("mail.smtp.port");
  }

  /** Keeps the Message-ID that it is given; Jakarta Mail would make a new one at each sending. */
  private static final class RepeatableMessage extends MimeMessage {
    private final String messageId;

    RepeatableMessage(Session session, String messageId) {
      super(session);
      this.messageId = messageId;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", messageId);
    }
  }

  /** Makes the handler {@code welcome_email}. */
  public static final class Provider implements HandlerProvider<WelcomeEmail> {
    @Override
    public String name() {
      return "welcome_email";
    }

    @Override
    public Class<WelcomeEmail> dataType() {
      return WelcomeEmail.class;
    }

    @Override
    public EventHandler<WelcomeEmail> create(HandlerSettings settings) {
      Properties smtp = new Properties();
      smtp.setProperty("mail.smtp.host", settings.string("smtp_host"));
      smtp.setProperty("mail.smtp.port", String.valueOf(settings.integer("smtp_port", 25)));
      long timeoutMs = settings.duration("timeout", Duration.ofSeconds(10)).toMillis();
      // Jakarta Mail waits for ever unless told otherwise.
      for (String wait : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
        smtp.setProperty("mail.smtp." + wait, String.valueOf(timeoutMs));
      }
      return new WelcomeEmailHandler(Session.getInstance(smtp), sender(settings));
    }

    private static InternetAddress sender(HandlerSettings settings) {
      String from = settings.string("from", "Shop <welcome@shop.example>");
      try {
        return new InternetAddress(from, true);
      } catch (AddressException e) {
        throw new SettingException(
            "from", "expected a mail address, found \"" + from + "\": " + e.getMessage());
      }
    }
  }
}
