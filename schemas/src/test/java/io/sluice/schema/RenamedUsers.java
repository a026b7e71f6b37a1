package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;

/** Four versions of a payload: two changes break it, the one between them Avro resolves. */
final class RenamedUsers {

  static final String TYPE = "user.created";
  static final Schema V1 = user().requiredString("name").endRecord();
  static final Schema V2 =
      user().requiredString("first_name").requiredString("last_name").endRecord();
  static final Schema V3 =
      user()
          .requiredString("first_name")
          .requiredString("last_name")
          .name("locale")
          .type()
          .stringType()
          .stringDefault("en")
          .endRecord();
  static final Schema V4 = user().requiredString("full_name").requiredString("locale").endRecord();

  static final Upcaster SPLIT =
      step(
          1,
          2,
          user -> {
            String[] names = user.remove("name").asText().split(" ", 2);
            return user.put("first_name", names[0]).put("last_name", names[1]);
          });
  static final Upcaster JOIN =
      step(
          3,
          4,
          user -> {
            String first = user.remove("first_name").asText();
            return user.put("full_name", first + " " + user.remove("last_name").asText());
          });

  private RenamedUsers() {}

  static Upcaster step(int from, int to, UnaryOperator<ObjectNode> change) {
    return new Step(TYPE, from, to, change);
  }

  static FieldAssembler<Schema> user() {
    return SchemaBuilder.record("User").namespace("shop").fields().requiredString("id");
  }

  record Step(String type, int fromVersion, int toVersion, UnaryOperator<ObjectNode> change)
      implements Upcaster {
    @Override
    public JsonNode upcast(JsonNode data) {
      return change.apply((ObjectNode) data);
    }
  }
}
