package io.sluice.processor.http;

/** Another program listens on the port. */
public final class PortInUseException extends HttpStartException {
  private static final long serialVersionUID = 1L;

  PortInUseException(String host, int port, Throwable cause) {
    super(
        "http port "
            + port
            + " on "
            + host
            + " is in use; change http.port in the pipeline's configuration",
        cause);
  }
}
