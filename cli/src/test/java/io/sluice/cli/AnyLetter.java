package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What somebody once sent, and nobody could use.
 *
 * @param headers the sender's own
 */
record AnyLetter(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
  private static final int LARGE = 10 * 1024 * 1024;
  private static final List<String> NAMES =
      List.of("a", "b", "", "trace-id", "\u043a\u043b\u044e\u0447", "kafka_correlationId");

  LetterImage image() {
    return LetterImage.of(key, value, headers);
  }

  /**
   * Letters that have been trouble somewhere.
   *
   * @param event an envelope as its topic should hold them
   */
  static List<AnyLetter> troublesome(byte[] event) {
    List<byte @Nullable []> values = new ArrayList<>();
    values.add(null);
    values.add(new byte[0]);
    values.add(event);
    for (int length : new int[] {1, 4, 5, 6, 20, event.length / 2, event.length - 1}) {
      values.add(Arrays.copyOf(event, length));
    }
    values.add(Arrays.copyOf(event, event.length + 3));
    values.add(new byte[] {0, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 2, 'x'});
    values.add(new byte[] {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    values.add(randomBytes(new Random(7), LARGE));
    for (String text :
        List.of(
            "{\"amount\":12}",
            "{\"amount\":",
            "[".repeat(20_000),
            "\u001b[31mred\u001b[0m \u0007\u202e\n\ttext",
            "\ufeffnull",
            "1e999999999")) {
      values.add(text.getBytes(UTF_8));
    }
    values.add(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
    List<AnyLetter> letters = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      letters.add(new AnyLetter(trickyKey(i), values.get(i), trickyHeaders(i)));
    }
    return letters;
  }

  static AnyLetter random(Random random, byte[] event) {
    List<Header> headers = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      headers.add(
          new RecordHeader(NAMES.get(random.nextInt(NAMES.size())), randomOrNull(random, 30)));
    }
    return new AnyLetter(randomOrNull(random, 20), randomValue(random, event), headers);
  }

  private static byte @Nullable [] randomValue(Random random, byte[] event) {
    return switch (random.nextInt(6)) {
      case 0 -> randomOrNull(random, 2_000);
      case 1 -> Arrays.copyOf(event, random.nextInt(event.length));
      case 2 -> flipped(random, event);
      case 3 -> spliced(random, event);
      case 4 -> randomText(random);
      default -> randomBytes(random, random.nextInt(200));
    };
  }

  private static byte[] flipped(Random random, byte[] event) {
    byte[] flipped = event.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /** The id of a schema that is there, and then anything. */
  private static byte[] spliced(Random random, byte[] event) {
    byte[] spliced = randomBytes(random, 5 + random.nextInt(300));
    System.arraycopy(event, 0, spliced, 0, 5);
    return spliced;
  }

  private static byte[] randomText(Random random) {
    return random
        .ints(random.nextInt(100), 0, 0xd800)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .getBytes(UTF_8);
  }

  private static byte @Nullable [] randomOrNull(Random random, int longest) {
    return random.nextInt(5) == 0 ? null : randomBytes(random, random.nextInt(longest));
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte @Nullable [] trickyKey(int i) {
    return switch (i % 4) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> new byte[] {(byte) 0xff, 0};
      default -> "usr_1".getBytes(UTF_8);
    };
  }

  private static List<Header> trickyHeaders(int i) {
    return switch (i % 3) {
      case 0 -> List.of();
      case 1 ->
          List.of(
              new RecordHeader("twice", "one".getBytes(UTF_8)),
              new RecordHeader("nothing", (byte[]) null),
              new RecordHeader("twice", new byte[0]),
              new RecordHeader("", new byte[] {0, (byte) 0xff, (byte) 0x80}));
      default -> List.of(new RecordHeader("\u001b[31m", "\u001b]0;title\u0007".getBytes(UTF_8)));
    };
  }
}
