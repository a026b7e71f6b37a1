package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MalformedEventExceptionTest {
  private static final Schema MAIL =
      SchemaBuilder.record("Mail")
          .namespace("shop")
          .fields()
          .requiredString("to")
          .optionalInt("priority")
          .endRecord();

  private final SchemaRegistry registry =
      SchemaRegistry.create(Map.of("schema.registry.url", "mock://malformed"));
  private final EventCodec codec = EventCodec.create(Map.of(), registry);

  /** To "anna", without priority. */
  private final byte[] mail = new byte[] {0, 0, 0, 0, 0, 8, 'a', 'n', 'n', 'a', 0};

  @BeforeEach
  void registerSchema() {
    ByteBuffer.wrap(mail).putInt(1, registry.register("mail", MAIL));
  }

  @Test
  void wholeValue_isReadAsJson() {
    assertThat(codec.decodeValue(mail)).hasToString("{\"to\":\"anna\",\"priority\":null}");
  }

  @Test
  void valueThatEndsTooEarly_isBrokenWhereTheFieldBegins() {
    MalformedEventException thrown = reading(Arrays.copyOf(mail, 8));
    assertThat(thrown.atByte()).isEqualTo(6);
    assertThat(thrown).hasMessageContaining("broken at byte 6 of 8");
  }

  @Test
  void valueThatGoesOn_endsWhereItShould() {
    MalformedEventException thrown = reading(Arrays.copyOf(mail, 13));
    assertThat(thrown.atByte()).isEqualTo(11);
    assertThat(thrown).hasMessageContaining("ends at byte 11 of 13; 2 too many");
  }

  @Test
  void unionWithoutSuchABranch_isBrokenAfterIt() {
    mail[10] = 8;
    assertThat(reading(mail).atByte()).isEqualTo(11);
  }

  @Test
  void numberThatRunsOverTheEnd_isBrokenAtTheEnd_notBehindIt() {
    mail[10] = (byte) 0x80;
    assertThat(reading(mail).atByte()).isEqualTo(11);
  }

  @Test
  void noWireFormat_isToldByItsFirstByte_orItsLength() {
    assertThat(reading(new byte[] {'{', '"', 'a', '"', ':', '1', '}'}).atByte()).isZero();
    assertThat(reading(new byte[] {0, 1}).atByte()).isEqualTo(2);
  }

  private MalformedEventException reading(byte[] value) {
    MalformedEventException thrown =
        catchThrowableOfType(MalformedEventException.class, () -> codec.decodeValue(value));
    assertThat(thrown).isNotNull();
    return thrown;
  }
}
