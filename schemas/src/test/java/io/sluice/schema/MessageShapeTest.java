package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageShapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          order 4711 not found                                    | order <n> not found
          order-4711: 12.50 EUR                                   | order-<n>: <n> EUR
          took 30000ms, limit -5                                  | took <n>ms, limit <n>
          user 0197c1de-6a3e-7c53-9d0e-1f2a3b4c5d6e unknown       | user <uuid> unknown
          id 01ARZ3NDEKTSV4RRFFQ69G5FAV taken                     | id <ulid> taken
          no answer from 10.0.0.7                                 | no answer from <ip>
          Connection refused: /10.0.0.7:25                        | Connection refused: /<ip>
          no route to fe80::1%eth0                                | no route to <ip>
          no route to [2001:db8::ff00:42:8329]:443                | no route to <ip>
          no answer from mail-7.shop.example:25                   | no answer from <host>
          550 anna.b+x@shop.example: no such user                 | <n> <email>: no such user
          GET https://u:p@api.shop.example:8443/v1/orders/4711?k=s failed | GET https://<host>/v<n>/orders/<n>?<query> failed
          expired at 2026-11-25T18:41:15.123Z                     | expired at <time>
          expired at 2026-11-25 18:41:15,123                      | expired at <time>
          expired on 2026-11-25                                   | expired on <time>
          at Wed Nov 25 18:41:15 UTC 2026                         | at <time>
          at 18:41:15                                             | at <time>
          no value for 'anna'                                     | no value for <text>
          no value for "anna o'hara" in `users`                   | no value for <text> in <text>
          can't find the user's key                               | can't find the user's key
          hash 9f86d081884c7d65 differs                           | hash <n> differs
          hash 123456789012 differs                               | hash <n> differs
          shop.Order@1a2b3c                                       | shop.Order@<n>
          at 0x7fff5fbff8a0                                       | at <n>
          charge ch8f3kQ2x declined                               | charge <id> declined
          in Mail.java:12                                         | in Mail.java:<n>
          a    b                                                  | a b
          OAuth2 token refused                                    | OAuth<n> token refused
          """)
  void of_takesOutWhatDiffers(String message, String shape) {
    assertThat(MessageShape.of(message)).isEqualTo(shape);
  }

  @Test
  void of_isBounded() {
    assertThat(MessageShape.of("no such thing ".repeat(1_000))).hasSizeLessThanOrEqualTo(160);
  }

  /** A message that would take a careless expression hours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "1", "a.", "1.", "a1", ":", "1:", "'", "\"", "a@", "a@a.", "h://", "-", "ff:"
      })
  @Timeout(10)
  void of_staysFast(String part) {
    String message = part.repeat(2_048);
    long before = System.nanoTime();
    assertThat(MessageShape.of(message)).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }
}
