package io.sluice.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The registry's REST API, as plain as it is. */
record RegistryCalls(String url) {

  /** A record schema with one field, as the body of a registration. */
  static String schemaWithField(String field) {
    return "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Sample\\\",\\\"fields\\\":["
        + "{\\\"name\\\":\\\""
        + field
        + "\\\",\\\"type\\\":\\\"int\\\"}]}\"}";
  }

  HttpResponse<String> register(String subject, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url + "/subjects/" + subject + "/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> byId(int id) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url + "/schemas/ids/" + id)).build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
