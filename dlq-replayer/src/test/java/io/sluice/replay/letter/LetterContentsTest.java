package io.sluice.replay.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.replay.letter.LetterContent.Kind;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.RegistryUnavailableException;
import io.sluice.schema.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LetterContentsTest {
  private static final Schema MAIL =
      SchemaBuilder.record("Mail").namespace("shop").fields().requiredString("to").endRecord();
  private static final int NOBODYS_ID = 99_999;

  private final SchemaRegistry registry =
      SchemaRegistry.create(Map.of("schema.registry.url", "mock://letter-contents"));
  private final EventCodec codec = EventCodec.create(Map.of(), registry);
  private final LetterContents contents = new LetterContents(codec);

  @Test
  void event_isOpenedWithItsPayload() {
    LetterContent content = of(event());

    assertThat(content.kind()).isEqualTo(Kind.EVENT);
    assertThat(content.isReadable()).isTrue();
    assertThat(content.envelope()).isNotNull();
    assertThat(content.json()).hasToString("{\"to\":\"anna\"}");
    assertThat(content.schema()).isEqualTo("shop.Mail");
    assertThat(registry.byId(id(content))).isEqualTo(MAIL);
  }

  @Test
  void event_whosePayloadIsCutOff_tellsWhereInTheValue() {
    byte[] event = event();
    int to = indexOf(event, "anna");
    event[to - 1] = 100;

    LetterContent content = of(event);

    assertThat(content.kind()).isEqualTo(Kind.EVENT);
    assertThat(content.isReadable()).isFalse();
    assertThat(content.envelope()).isNotNull();
    assertThat(content.json()).isNull();
    assertThat(content.schema()).isEqualTo("shop.Mail");
    assertThat(fault(content).message()).contains("data of mail.sent").contains("broken at byte");
    assertThat(fault(content).atByte()).isEqualTo(to);
  }

  @Test
  void event_whosePayloadHasAnUnknownSchema_tellsTheIdAndWhereItIs() {
    byte[] event = event();
    int data = indexOf(event, "anna") - 6;
    ByteBuffer.wrap(event).putInt(data + 1, NOBODYS_ID);

    LetterContent content = of(event);

    assertThat(content.kind()).isEqualTo(Kind.EVENT);
    assertThat(fault(content).message()).contains("99999");
    assertThat(fault(content).atByte()).isEqualTo(data + 1);
  }

  @Test
  void eventThatIsCutOff_isBytes_andTellsWhere() {
    byte[] event = Arrays.copyOf(event(), 20);

    LetterContent content = of(event);

    assertThat(content.kind()).isEqualTo(Kind.BYTES);
    assertThat(content.schema()).isEqualTo("io.sluice.schema.avro.Envelope");
    assertThat(fault(content).message()).contains("of 20");
    assertThat(fault(content).atByte()).isBetween(5, 20);
  }

  @Test
  void avroOfTheRegistry_isShownAsJson() {
    LetterContent content = of(mail("anna"));

    assertThat(content.kind()).isEqualTo(Kind.AVRO);
    assertThat(content.json()).hasToString("{\"to\":\"anna\"}");
    assertThat(content.schema()).isEqualTo("shop.Mail");
    assertThat(fault(content).message()).contains("found shop.Mail");
  }

  @Test
  void avroThatIsCutOff_isBytes_andTellsWhere() {
    byte[] mail = mail("anna");

    LetterContent content = of(Arrays.copyOf(mail, mail.length - 2));

    assertThat(content.kind()).isEqualTo(Kind.BYTES);
    assertThat(content.schema()).isEqualTo("shop.Mail");
    assertThat(fault(content).atByte()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"a":1.10}    | JSON
          [1, 2]        | JSON
          17            | JSON
          {"a":1} {}    | TEXT
          {"a":         | TEXT
          grüße\\n\\tan | TEXT
          ^^            | TEXT
          """)
  void textAndJson_areToldApart(String text, Kind kind) {
    LetterContent content = of(text.replace("\\n", "\n").replace("\\t", "\t").getBytes(UTF_8));

    assertThat(content.kind()).isEqualTo(kind);
    assertThat(content.json() != null).isEqualTo(kind == Kind.JSON);
    assertThat(content.isReadable()).isFalse();
    assertThat(fault(content).message()).contains("wire format");
  }

  @Test
  void json_keepsEveryDigit() {
    assertThat(of("{\"a\":1.10}".getBytes(UTF_8)).json()).hasToString("{\"a\":1.10}");
  }

  @Test
  void whatIsNeither_isBytes() {
    LetterContent content = of(new byte[] {(byte) 0xff, 0, 1, 2, 3, 4});

    assertThat(content.kind()).isEqualTo(Kind.BYTES);
    assertThat(fault(content).message()).contains("byte 0 is 0xff");
    assertThat(fault(content).atByte()).isZero();
    assertThat(of(new byte[] {'a', 27, '['}).kind()).isEqualTo(Kind.BYTES);
    assertThat(of(new byte[] {0, 1, 2}).kind()).isEqualTo(Kind.BYTES);
    assertThat(fault(of(new byte[] {0, 1, 2})).atByte()).isEqualTo(3);
  }

  @Test
  void unknownSchema_isBytes_andNamesTheId() {
    LetterContent content = of(ByteBuffer.allocate(9).putInt(1, NOBODYS_ID).array());

    assertThat(content.kind()).isEqualTo(Kind.BYTES);
    assertThat(content.schemaId()).isNull();
    assertThat(fault(content).message()).contains("schema id 99999");
    assertThat(fault(content).atByte()).isEqualTo(1);
  }

  @Test
  void noValue_isNothing() {
    assertThat(of(null).kind()).isEqualTo(Kind.NOTHING);
  }

  @Test
  void aRegistryThatIsDown_isThrown() {
    byte[] event = event();
    try (EventCodec cutOff =
        EventCodec.create(Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0))) {
      assertThatThrownBy(
              () -> new LetterContents(cutOff).of(LetterDraft.mail().value(event).letter()))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThat(
              new LetterContents(cutOff)
                  .of(LetterDraft.mail().value("text".getBytes(UTF_8)).letter())
                  .kind())
          .isEqualTo(Kind.TEXT);
    }
  }

  @Test
  @Timeout(30)
  void deepAndHugeValues_areToldAndNeitherHangNorOverflow() {
    assertThat(of(("[".repeat(200_000) + "]".repeat(200_000)).getBytes(UTF_8)).kind())
        .isEqualTo(Kind.TEXT);
    assertThat(of(("[".repeat(700) + "]".repeat(700)).getBytes(UTF_8)).kind()).isEqualTo(Kind.TEXT);
    byte[] huge = new byte[10 << 20];
    assertThat(of(huge).kind()).isEqualTo(Kind.BYTES);
    Arrays.fill(huge, (byte) 'x');
    assertThat(of(huge).kind()).isEqualTo(Kind.TEXT);
    assertThat(of(mail("x".repeat(10 << 20))).kind()).isEqualTo(Kind.AVRO);
    assertThat(of(event("x".repeat(10 << 20))).isReadable()).isTrue();
  }

  @Test
  @Timeout(30)
  void avroThatIsNestedTooDeep_isToldSo() {
    Schema list =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"n\",\"type\":"
                    + "[\"null\",\"L\"]}]}");
    for (int depth : new int[] {600, 5_000_000}) {
      byte[] nested = new byte[5 + depth + 1];
      Arrays.fill(nested, 5, 5 + depth, (byte) 2);
      ByteBuffer.wrap(nested).putInt(1, registry.register("deep", list));

      LetterContent content = of(nested);
      assertThat(content.kind()).isEqualTo(Kind.BYTES);
      assertThat(fault(content).message()).isNotBlank();
    }
  }

  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {
        "\"null\"",
        "\"string\"",
        "{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}",
        "{\"type\":\"record\",\"name\":\"Same\",\"fields\":[{\"name\":\"n\",\"type\":\"null\"}]}"
      })
  void avroThatClaimsHugeLengths_isBytes(String item) {
    Schema list =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"Many\",\"fields\":[{\"name\":\"m\",\"type\":"
                    + "{\"type\":\"array\",\"items\":"
                    + item
                    + "}}]}");
    int id = registry.register("many-" + item.hashCode(), list);
    for (byte[] length : new byte[][] {zigZag(100_000_000), zigZag(Long.MAX_VALUE / 4)}) {
      byte[] value = ByteBuffer.allocate(5 + length.length + 1).putInt(1, id).array();
      System.arraycopy(length, 0, value, 5, length.length);

      LetterContent content = of(value);
      assertThat(content.kind()).isEqualTo(Kind.BYTES);
      assertThat(content.schema()).isEqualTo("Many");
    }
  }

  @Property(tries = 2_000)
  void randomBytes_areAlwaysSomething(@ForAll @Size(max = 200) byte[] bytes) {
    assertThat(of(bytes).kind()).isNotNull();
    if (bytes.length >= 5) {
      ByteBuffer.wrap(bytes).put((byte) 0).putInt(bytes[4] & 7);
      assertPlaced(of(bytes), bytes);
    }
  }

  @Property(tries = 2_000)
  void mutatedEvents_areAlwaysSomething(
      @ForAll @Size(min = 1, max = 4) byte[] noise,
      @ForAll @IntRange(max = 1_000) int where,
      @ForAll @IntRange(max = 200) int cut) {
    byte[] event = event();
    for (int i = 0; i < noise.length; i++) {
      event[(where * (i + 1)) % event.length] ^= noise[i];
    }
    byte[] value = Arrays.copyOf(event, Math.max(0, event.length - (cut > 100 ? 0 : cut)));
    assertPlaced(of(value), value);
  }

  private static void assertPlaced(LetterContent content, byte[] value) {
    assertThat(content.isReadable()).isEqualTo(content.fault() == null);
    if (content.fault() != null && content.fault().atByte() != null) {
      assertThat(content.fault().atByte()).isBetween(0, value.length);
    }
  }

  private LetterContent of(byte @Nullable [] value) {
    return contents.of(LetterDraft.mail().value(value).letter());
  }

  private byte[] event() {
    return event("anna");
  }

  private byte[] event(String to) {
    GenericData.Record data = new GenericRecordBuilder(MAIL).set("to", to).build();
    return codec
        .encode(
            EventDraft.of("mail.sent", data).id("e1"),
            new EncodeContext("shop.events", "test", Instant.EPOCH))
        .value();
  }

  /** As any producer with Confluent's serializer writes it. */
  private byte[] mail(String to) {
    byte[] event = event(to);
    int text = indexOf(event, to.substring(0, 4));
    int length = zigZag(to.length()).length;
    return Arrays.copyOfRange(event, text - length - 5, text + to.length());
  }

  /** A positive number as an Avro long. */
  private static byte[] zigZag(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(10);
    long left = number << 1;
    for (; left > 0x7f; left >>>= 7) {
      bytes.put((byte) (left | 0x80));
    }
    bytes.put((byte) left);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static int indexOf(byte[] bytes, String text) {
    byte[] wanted = text.getBytes(UTF_8);
    return IntStream.range(0, bytes.length - wanted.length + 1)
        .filter(at -> Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length))
        .findFirst()
        .orElseThrow();
  }

  private static LetterContent.Fault fault(LetterContent content) {
    assertThat(content.fault()).isNotNull();
    return content.fault();
  }

  private static int id(LetterContent content) {
    assertThat(content.schemaId()).isNotNull();
    return content.schemaId();
  }
}
