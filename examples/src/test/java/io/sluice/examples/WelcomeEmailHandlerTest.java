package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.SettingException;
import io.sluice.schema.avro.examples.WelcomeEmail;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WelcomeEmailHandlerTest {
  private final GreenMail server =
      new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});

  @BeforeEach
  void startServer() {
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop();
  }

  @Test
  void mail_arrivesWithNameAccountAndSender() throws Exception {
    handler(server.getSmtp().getPort()).handle(welcome("Alice Ærø"), FakeContext.of("evt-1"));

    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("alice@example.com"));
    assertThat(mail.getFrom()[0]).hasToString("Shop <hello@shop.example>");
    assertThat(mail.getContent().toString()).contains("Hello Alice Ærø,").contains("usr_456");
  }

  @Test
  void mail_withoutName_greetsByAddress() throws Exception {
    handler(server.getSmtp().getPort()).handle(welcome(null), FakeContext.of("evt-1"));

    assertThat(server.getReceivedMessages()[0].getContent().toString())
        .startsWith("Hello alice@example.com,");
  }

  @Test
  void lineBreakInName_addsNoHeader() throws Exception {
    handler(server.getSmtp().getPort())
        .handle(welcome("Eve\r\nBcc: victim@example.com"), FakeContext.of("evt-1"));

    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(server.getReceivedMessages()[0].getHeader("Bcc")).isNull();
  }

  @Test
  void repeat_isRecognisableByMessageIdAndDate_andOtherEventIsNot() throws Exception {
    EventHandler<WelcomeEmail> handler = handler(server.getSmtp().getPort());
    handler.handle(welcome("Alice"), FakeContext.of("evt-1"));
    handler.handle(welcome("Alice"), FakeContext.of("evt-1").attempt(2));
    handler.handle(welcome("Alice"), FakeContext.of("evt 2 <odd>"));

    MimeMessage[] mails = server.getReceivedMessages();
    assertThat(mails[1].getMessageID()).isEqualTo(mails[0].getMessageID());
    assertThat(mails[1].getSentDate()).isEqualTo(mails[0].getSentDate());
    assertThat(mails[2].getMessageID())
        .isNotEqualTo(mails[0].getMessageID())
        .matches("<[0-9a-f-]{36}@welcome\\.sluice>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "alice@", "a b@example.com", "a@example.com, b@example.com"})
  void malformedAddress_isPermanent(String address) throws Exception {
    WelcomeEmail data = welcome("Alice");
    data.setEmail(address);

    assertThatThrownBy(
            () -> handler(server.getSmtp().getPort()).handle(data, FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRecipientException.class)
        .hasMessageContaining("\"" + address + "\"");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void recipientRefusedForGood_isPermanent() throws Exception {
    try (ScriptedMailServer refusing =
        ScriptedMailServer.replyingToRecipient("550 5.1.1 no such user")) {
      assertThatThrownBy(
              () -> handler(refusing.port()).handle(welcome("Alice"), FakeContext.of("evt-1")))
          .isInstanceOf(InvalidRecipientException.class)
          .hasMessageContaining("alice@example.com");
    }
  }

  @Test
  void recipientRefusedForNow_isPassing() throws Exception {
    try (ScriptedMailServer busy =
        ScriptedMailServer.replyingToRecipient("451 4.3.0 try again later")) {
      assertThatThrownBy(
              () -> handler(busy.port()).handle(welcome("Alice"), FakeContext.of("evt-1")))
          .isInstanceOf(MailNotSentException.class);
    }
  }

  @Test
  void serverAway_isPassing_andNamesTheServer() throws Exception {
    int port = freePort();
    assertThatThrownBy(() -> handler(port).handle(welcome("Alice"), FakeContext.of("evt-1")))
        .isInstanceOf(MailNotSentException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void badSender_isToldWhenTheHandlerIsMade() {
    assertThatThrownBy(
            () ->
                new WelcomeEmailHandler.Provider()
                    .create(HandlerSettings.of(Map.of("smtp_host", "127.0.0.1", "from", "no one"))))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("from: expected a mail address, found \"no one\"");
  }

  private static EventHandler<WelcomeEmail> handler(int port) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("smtp_host", "127.0.0.1");
    settings.put("smtp_port", port);
    settings.put("from", "Shop <hello@shop.example>");
    settings.put("timeout", "5s");
    return new WelcomeEmailHandler.Provider().create(HandlerSettings.of(settings));
  }

  private static WelcomeEmail welcome(@Nullable String name) {
    return WelcomeEmail.newBuilder()
        .setUserId("usr_456")
        .setEmail("alice@example.com")
        .setName(name)
        .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
