package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FailureFingerprintTest {
  @Test
  void errorsFromOnePlace_haveOneId_whateverTheirMessage() {
    FailureFingerprint one = of(thrown("user 1"));

    assertThat(one.id("a", "a.#")).isEqualTo(of(thrown("mr. jones")).id("a", "a.#"));
    assertThat(one.id("a", "a.#")).matches("[0-9a-f]{8}");
    assertThat(one.frame()).contains("FailureFingerprintTest.java:");
    assertThat(one.message()).isEqualTo("user <n>");
  }

  @Test
  void typeAndHandler_areAPartOfTheId() {
    FailureFingerprint one = of(thrown("x"));

    assertThat(one.id("a", "h")).isNotEqualTo(one.id("b", "h")).isNotEqualTo(one.id("a", "i"));
  }

  @Test
  void withoutAStackTrace_theMessagesShapeTells() {
    FailureFingerprint one = of(new LastError("E", "user 1", null));

    assertThat(one.id("a", "a")).isEqualTo(of(new LastError("E", "user 2", null)).id("a", "a"));
    assertThat(one.id("a", "a")).isNotEqualTo(of(new LastError("E", "order", null)).id("a", "a"));
    assertThat(one.frame()).isNull();
  }

  /** Written down where it was made before: ids in tickets and notes go on being found. */
  @Test
  void ids_stayWhatTheyWere() {
    LastError error =
        new LastError("shop.E", "no", "shop.E: no\n\tat shop.Mail.send(Mail.java:7)\n");

    assertThat(of(error).id("user.mail", "user.#")).isEqualTo("52de34d7");
    assertThat(FailureFingerprint.ofReason("no_handler").id("user.mail", null))
        .isEqualTo("d5447ac9");
    assertThat(FailureFingerprint.withoutFrame(error).idOfUndecodable()).isEqualTo("12bee1da");
  }

  private static LastError thrown(String message) {
    return LastError.of(new IllegalStateException(message));
  }

  private static FailureFingerprint of(LastError error) {
    return FailureFingerprint.of(error);
  }
}
