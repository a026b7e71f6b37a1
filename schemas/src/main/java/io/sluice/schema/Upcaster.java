package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Raises payloads of one type from an older version of its schema to a newer one, for a change that
 * Avro cannot resolve by itself: a field split in two, a required field that old events lack, a
 * number that became text. Used wherever events are read: by pipelines before the handler, and by
 * {@code sluice dlq replay --upcast}.
 *
 * <p>Found by {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/io.sluice.schema.Upcaster}, and give it a public constructor without
 * parameters. Or hand it over in code.
 *
 * <pre>{@code
 * public final class SplitName implements Upcaster {
 *   public String type() { return "user.created"; }
 *   public int fromVersion() { return 1; }
 *   public int toVersion() { return 2; }
 *
 *   public JsonNode upcast(JsonNode data) {
 *     ObjectNode user = (ObjectNode) data;
 *     String[] names = user.remove("name").asText().split(" ", 2);
 *     return user.put("first_name", names[0]).put("last_name", names.length > 1 ? names[1] : "");
 *   }
 * }
 * }</pre>
 *
 * <p>Upcasters are chained: from 1 to 2, from 2 to 3. Between two of them no upcaster is needed
 * where Avro resolves the versions by itself.
 *
 * <p>Implementations are thread-safe and always give the same for the same.
 */
public interface Upcaster {

  /** The exact type of the events it reads; no pattern. */
  String type();

  /**
   * The version it reads: the registry's number of the schema under the subject named by the type,
   * counted from 1. 0: JSON, from before the type had a schema.
   */
  int fromVersion();

  /** The version it gives; higher than {@link #fromVersion()}, and in the registry. */
  int toVersion();

  /**
   * The payload as the newer version has it. Whatever this throws is taken as the event's own
   * fault: the event is not tried again.
   *
   * @param data as {@code sluice dlq show} shows it; may be changed and returned
   */
  JsonNode upcast(JsonNode data);
}
