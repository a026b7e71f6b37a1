package io.sluice.processor.config;

/**
 * Where health and metrics are served.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 takes any free one
 */
public record HttpConfig(String host, int port) {
  /** Refuses an empty host and a port that cannot be. */
  public HttpConfig {
    new Checks()
        .require(!host.isBlank(), "host", "must not be empty; 127.0.0.1 is this machine only")
        .between(port, 0, 65_535, "port")
        .done();
  }

  /** {@code 127.0.0.1:9400}. */
  public static HttpConfig defaults() {
    return new HttpConfig("127.0.0.1", 9400);
  }
}
