package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonToAvroTest {

  private static final Schema ORDER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "namespace": "shop", "fields": [
                {"name": "id", "type": "string", "aliases": ["order_id"]},
                {"name": "amount_cents", "type": "long", "default": 0},
                {"name": "count", "type": ["null", "int"], "default": null},
                {"name": "note", "type": ["null", "string"]},
                {"name": "status", "default": "NEW",
                 "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "PAID"]}},
                {"name": "lines", "default": [], "type": {"type": "array", "items":
                  {"type": "record", "name": "Line", "fields": [
                    {"name": "sku", "type": "string"}, {"name": "price", "type": "double"}]}}},
                {"name": "labels", "type": {"type": "map", "values": "boolean"}, "default": {}},
                {"name": "total", "default": "\\u0000",
                 "type": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}},
                {"name": "at", "default": 0,
                 "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "day", "default": 0, "type": {"type": "int", "logicalType": "date"}},
                {"name": "key", "default": "ab", "type": {"type": "fixed", "name": "Key", "size": 2}},
                {"name": "ref", "type": ["null", "string", "long", "Line"], "default": null}
              ]}""");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                | $.id: expected string, found nothing (the field is required)",
        "[]                                | $: expected an object (Order), found an array",
        "{`id`:1}                          | $.id: expected string, found number 1",
        "{`id`:null}                       | $.id: expected string, found null",
        "{`id`:`1`,`amount_cents`:`12`}    | $.amount_cents: expected long, found string `12`",
        "{`id`:`1`,`amount_cents`:1.5}     | $.amount_cents: expected long, found number 1.5",
        "{`id`:`1`,`amount_cents`:1e30}    | $.amount_cents: expected long, found number 1.0E30 (out of range)",
        "{`id`:`1`,`count`:3000000000}     | $.count: expected null or int, found number 3000000000",
        "{`id`:`1`,`amout_cents`:1}        | $.amout_cents: expected `amount_cents` (the nearest field), found unknown field `amout_cents`",
        "{`id`:`1`,`status`:`OPEN`}        | $.status: expected one of NEW, PAID, found string `OPEN`",
        "{`id`:`1`,`lines`:[{`sku`:`a`,`price`:1},{`sku`:`b`}]} | $.lines[1].price: expected double, found nothing (the field is required)",
        "{`id`:`1`,`lines`:[{`sku`:`a`,`price`:`1`}]} | $.lines[0].price: expected double, found string `1`",
        "{`id`:`1`,`labels`:{`a b`:1}}     | $.labels['a b']: expected boolean, found number 1",
        "{`id`:`1`,`at`:`yesterday`}       | $.at: expected long (timestamp-millis), found string `yesterday` (a time is written 2026-11-24T18:00:00Z)",
        "{`id`:`1`,`total`:12345.678}      | $.total: expected bytes (decimal), found number 12345.678 (at most 6 digits, 2 of them after the point)",
        "{`id`:`1`,`key`:`abc`}            | $.key: expected 2 bytes (Key), found string `abc`",
        "{`id`:`1`,`ref`:true}             | $.ref: expected null or string or long or an object (Line), found boolean true",
        "{`id`:`1`,`ref`:{`sku`:`a`,`price`:null}} | $.ref.price: expected double, found null"
      })
  void what_does_not_fit_is_told_with_its_path(String json, String message) {
    assertThatThrownBy(() -> convert(json.replace('`', '"')))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessage(message.replace('`', '"'));
  }

  @Test
  void what_is_absent_takes_its_default_or_null() {
    GenericRecord order = convert("{\"order_id\":\"1\"}");

    assertThat(order.get("id")).isEqualTo("1");
    assertThat(order.get("amount_cents")).isEqualTo(0L);
    assertThat(order.get("count")).isNull();
    assertThat(order.get("note")).isNull();
    assertThat(order.get("status")).hasToString("NEW");
    assertThat(order.get("lines")).asInstanceOf(LIST).isEmpty();
  }

  @Test
  void unions_take_the_plain_value_and_avros_wrapper() {
    assertThat(convert("{\"id\":\"1\",\"count\":2}").get("count")).isEqualTo(2);
    assertThat(convert("{\"id\":\"1\",\"count\":{\"int\":2}}").get("count")).isEqualTo(2);
    assertThat(convert("{\"id\":\"1\",\"ref\":2}").get("ref")).isEqualTo(2L);
    assertThat(convert("{\"id\":\"1\",\"ref\":{\"long\":2}}").get("ref")).isEqualTo(2L);
    String line = "{\"sku\":\"a\",\"price\":1}";
    assertThat(convert("{\"id\":\"1\",\"ref\":" + line + "}").get("ref"))
        .isEqualTo(convert("{\"id\":\"1\",\"ref\":{\"shop.Line\":" + line + "}}").get("ref"))
        .isInstanceOf(GenericRecord.class);
  }

  @Test
  void numbers_and_times_may_be_written_as_people_do() {
    GenericRecord order =
        convert(
            "{\"id\":\"1\",\"amount_cents\":12.0,\"at\":\"2026-11-24T18:00:00Z\","
                + "\"day\":\"1970-01-31\",\"total\":12.5,\"lines\":[{\"sku\":\"a\",\"price\":3}]}");

    assertThat(order.get("amount_cents")).isEqualTo(12L);
    assertThat(order.get("at")).isEqualTo(1_795_543_200_000L);
    assertThat(order.get("day")).isEqualTo(30);
    assertThat(AvroToJson.convert(order, ORDER).get("total")).hasToString("12.50");
  }

  private static GenericRecord convert(String json) {
    try {
      return JsonToAvro.convert(new ObjectMapper().readTree(json), ORDER);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }
}
