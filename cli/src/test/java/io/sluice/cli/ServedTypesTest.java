package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServedTypesTest {
  private static final ServedTypes SHOP =
      new ServedTypes("shop", List.of("mail.#", "mail.urgent", "order.placed"));
  private static final ServedTypes UNKNOWN = new ServedTypes("shop", List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {"order.placed", "mail.#", "mail.send", "order.*", "#", "mail.urgent.x", "*.send"})
  void whatMeetsAHandler_isServed(String type) {
    assertThatCode(() -> SHOP.require(type, "pause", false)).doesNotThrowAnyException();
  }

  @Test
  void whatMeetsNone_isRefusedWithWhatWasMeant() {
    assertRefused(ExitCodes.WRONG_USAGE, "Did you mean order.placed?", "order.plaecd");
    assertRefused(ExitCodes.WRONG_USAGE, "It serves mail.#, mail.urgent, order.placed.", "weather");
    assertRefused(ExitCodes.WRONG_USAGE, "must stand alone between dots", "order.pl*");
    assertThatCode(() -> SHOP.require("weather", "pause", true)).doesNotThrowAnyException();
  }

  @Test
  void whereNobodyHasTold_itIsRefusedUnlessForced() {
    assertThrows(
        ExitCodes.FAILED,
        "--force will pause it all the same",
        () -> UNKNOWN.require("order.placed", "pause", false));
    assertThatCode(() -> UNKNOWN.require("order.placed", "pause", true)).doesNotThrowAnyException();
  }

  @Test
  void limits_areOfAHandler_theMostSpecificIsNamed() {
    assertThatCode(() -> SHOP.requireHandler("mail.#", "rate-limit", false))
        .doesNotThrowAnyException();
    assertThrows(
        ExitCodes.WRONG_USAGE,
        "it is served by mail.#, and limits are a handler's. Write: sluice rate-limit 'mail.#'",
        () -> SHOP.requireHandler("mail.send", "rate-limit", false));
    assertThrows(
        ExitCodes.WRONG_USAGE,
        "no handler for weather",
        () -> SHOP.requireHandler("weather", "rate-limit", false));
  }

  private static void assertRefused(int exitCode, String message, String type) {
    assertThrows(exitCode, message, () -> SHOP.require(type, "pause", false));
  }

  private static void assertThrows(int exitCode, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((UserErrorException) e).exitCode())
        .isEqualTo(exitCode);
  }
}
