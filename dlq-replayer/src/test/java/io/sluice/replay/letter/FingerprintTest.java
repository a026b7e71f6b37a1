package io.sluice.replay.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FingerprintTest {

  /** What differs from one event to the next. */
  record Details(UUID id, int number, List<Integer> ip, String user, int line) {
    String message() {
      String address =
          String.join(".", ip.stream().map(String::valueOf).toList()) + ":" + (1 + line);
      return String.format(
          "order %s (%d): %s refused %s@shop.example for '%s', see https://shop.example/o/%d?u=%s",
          id, number, address, user, user, number, user);
    }

    String stackTrace() {
      return String.format(
          "shop.MailException: %s%n\tat java.base/java.net.Socket.open(Socket.java:%d)%n"
              + "\tat shop.Mail.lambda$send$%d(Mail.java:%d)%n\tat shop.Mail.send(Mail.java:%d)%n",
          message(), line, line % 10, line + 1, line + 2);
    }
  }

  @Property(tries = 300)
  void id_isTheSameWhereOnlyDetailsDiffer(
      @ForAll("details") Details a, @ForAll("details") Details b) {
    assertThat(of(a, a.stackTrace()).id()).isEqualTo(of(b, b.stackTrace()).id());
    assertThat(of(a, null).id()).isEqualTo(of(b, null).id());
    assertThat(of(a, null).message()).isEqualTo(of(b, null).message());
    assertThat(undecodable(a).id()).isEqualTo(undecodable(b).id());
  }

  @Property(tries = 100)
  void id_differsForAnotherClassTypeHandlerOrFrame(
      @ForAll("details") Details details, @ForAll("names") String name) {
    LetterDraft draft = draft(details, details.stackTrace());
    String stackTrace = details.stackTrace();
    assertThat(
            List.of(
                draft.fingerprint().id(),
                draft.type("other." + name).fingerprint().id(),
                draft.type(null).fingerprint().id(),
                draft.handler("other." + name).fingerprint().id(),
                draft.handler(null).fingerprint().id(),
                draft.error("other." + name, details.message(), stackTrace).fingerprint().id(),
                draft
                    .error(
                        "shop.MailException",
                        details.message(),
                        stackTrace.replace("shop.Mail.", "other." + name + "."))
                    .fingerprint()
                    .id(),
                of(details, null).id()))
        .doesNotHaveDuplicates();
  }

  @Test
  void id_doesNotDependOnTheMessageWhereAFrameIsKnown() {
    LetterDraft mail = LetterDraft.mail();
    String stackTrace = "x\n\tat shop.Mail.send(Mail.java:7)\n";
    assertThat(mail.error("shop.A", "anna is away", stackTrace).fingerprint().id())
        .isEqualTo(mail.error("shop.A", "bert has moved", stackTrace).fingerprint().id());
    assertThat(mail.error("shop.A", "anna is away", null).fingerprint().id())
        .isNotEqualTo(mail.error("shop.A", "bert has moved", null).fingerprint().id());
  }

  @Test
  void parts_areToldToAPerson() {
    Fingerprint mail = LetterDraft.mail().fingerprint();
    assertThat(mail.id()).matches("[0-9a-f]{8}");
    assertThat(mail.label()).isEqualTo("MailException at Mail.send(Mail.java:7)");
    assertThat(mail.frameLabel()).isEqualTo("Mail.send(Mail.java:7)");
    assertThat(mail.handler()).isEqualTo("user.*");

    Fingerprint foreign =
        LetterDraft.mail().error("org.x.Timeout", "no answer in 30 s", null).fingerprint();
    assertThat(foreign.label()).isEqualTo("Timeout: no answer in <n> s");
    assertThat(foreign.frameLabel()).isEqualTo("-");

    Fingerprint silent = LetterDraft.mail().withoutError().reason("expired").fingerprint();
    assertThat(silent.label()).isEqualTo("expired");
  }

  @Test
  void undecodable_isToldApartByWhatIsWrongWithTheBytes() {
    LetterDraft letter = LetterDraft.mail().type(null).handler(null).reason("undecodable");
    String thrown = "x\n\tat io.sluice.schema.WireFormat.schemaId(WireFormat.java:41)\n";
    String magic = "byte 0 is 0x7b, not the magic byte 0 of the Confluent wire format";
    String other = "byte 0 is 0x22, not the magic byte 0 of the Confluent wire format";
    String cut = "broken at byte 17 of 40: EOF";
    String error = "io.sluice.schema.MalformedEventException";
    assertThat(letter.error(error, magic, thrown).fingerprint().id())
        .isEqualTo(letter.error(error, other, thrown).fingerprint().id())
        .isNotEqualTo(letter.error(error, cut, thrown).fingerprint().id());
  }

  @Provide
  Arbitrary<Details> details() {
    return Combinators.combine(
            Arbitraries.create(UUID::randomUUID),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.integers().between(0, 255).list().ofSize(4),
            Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20),
            Arbitraries.integers().between(0, 9_999))
        .as(Details::new);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(10);
  }

  private static Fingerprint of(Details details, @Nullable String stackTrace) {
    return draft(details, stackTrace).fingerprint();
  }

  private static Fingerprint undecodable(Details details) {
    return draft(details, details.stackTrace()).type(null).reason("undecodable").fingerprint();
  }

  private static LetterDraft draft(Details details, @Nullable String stackTrace) {
    return LetterDraft.mail().error("shop.MailException", details.message(), stackTrace);
  }
}
