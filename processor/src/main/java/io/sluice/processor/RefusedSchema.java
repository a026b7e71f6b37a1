package io.sluice.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.IncompatibleSchemaException;
import java.net.URLEncoder;

/** What a person is told when the registry refuses a handler's schema. */
final class RefusedSchema {
  private static final String APICURIOS_CONFLUENT_API = "/apis/ccompat/";
  private static final String APICURIOS_OWN_API = "/apis/registry/v3";

  private RefusedSchema() {}

  /**
   * Why it was refused, and what to do where the change is meant.
   *
   * @param addresses of the registry, comma-separated
   */
  static String told(IncompatibleSchemaException refused, String addresses) {
    return refused.getMessage()
        + "; if the change is meant, and an Upcaster reads the old events, set the compatibility of"
        + " subject "
        + refused.subject()
        + " to NONE and start again: "
        + command(addresses.split(",", 2)[0], refused.subject());
  }

  /** Apicurio takes NONE by Confluent's API for "as everywhere", so by its own API it is. */
  private static String command(String address, String subject) {
    String path = URLEncoder.encode(subject, UTF_8).replace("+", "%20");
    int confluents = address.indexOf(APICURIOS_CONFLUENT_API);
    return confluents < 0
        ? curl("PUT", "{\"compatibility\":\"NONE\"}", address + "/config/" + path)
        : curl(
            "POST",
            "{\"ruleType\":\"COMPATIBILITY\",\"config\":\"NONE\"}",
            address.substring(0, confluents)
                + APICURIOS_OWN_API
                + "/groups/default/artifacts/"
                + path
                + "/rules");
  }

  private static String curl(String method, String body, String url) {
    return "curl -X "
        + method
        + " -H 'Content-Type: application/json' -d '"
        + body
        + "' '"
        + url
        + "'";
  }
}
