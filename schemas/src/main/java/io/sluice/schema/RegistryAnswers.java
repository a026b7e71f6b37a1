package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.RegistryClient.Answer;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** What a registry's answers hold. Thread-safe. */
final class RegistryAnswers {

  private final RegistryClient client;

  RegistryAnswers(RegistryClient client) {
    this.client = client;
  }

  static String path(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, UTF_8).replace("+", "%20");
  }

  JsonNode expectOk(Answer answer) {
    if (!answer.isOk()) {
      throw unusable(answer.message());
    }
    return answer.body();
  }

  int id(JsonNode body) {
    if (!body.path("id").isInt()) {
      throw unusable("the answer holds no schema id");
    }
    return body.path("id").intValue();
  }

  /**
   * The schema in an answer, with those that it refers to.
   *
   * @param what says whose it is, for messages
   * @throws MalformedEventException when it is no Avro schema
   */
  Schema schema(String what, JsonNode body) {
    String kind = body.path("schemaType").asText("AVRO");
    if (!kind.equals("AVRO")) {
      throw new MalformedEventException(what + " is a " + kind + " schema; only AVRO can be read");
    }
    Schema.Parser parser = new Schema.Parser();
    try {
      parseReferences(parser, body, new HashSet<>());
      return parser.parse(body.path("schema").asText());
    } catch (AvroRuntimeException invalid) {
      throw new MalformedEventException(
          what + " is not a valid Avro schema: " + invalid.getMessage(), invalid);
    }
  }

  /** Depth first, so that each schema finds the names it refers to already parsed. */
  private void parseReferences(Schema.Parser parser, JsonNode body, Set<String> parsed) {
    for (JsonNode reference : body.path("references")) {
      String path =
          path(reference.path("subject").asText())
              + "/versions/"
              + reference.path("version").asInt();
      if (parsed.add(path)) {
        JsonNode target = expectOk(client.get(path));
        parseReferences(parser, target, parsed);
        parser.parse(target.path("schema").asText());
      }
    }
  }

  private RegistryUnavailableException unusable(String why) {
    return new RegistryUnavailableException(client.address(), Duration.ZERO, why, null);
  }
}
