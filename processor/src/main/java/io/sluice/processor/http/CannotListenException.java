package io.sluice.processor.http;

/** The address is not of this machine, or the port is not allowed. */
public final class CannotListenException extends HttpStartException {
  private static final long serialVersionUID = 1L;

  CannotListenException(String host, int port, Throwable cause) {
    super(
        "http cannot listen on "
            + host
            + ":"
            + port
            + " ("
            + cause.getMessage()
            + "); change http.host or http.port in the pipeline's configuration",
        cause);
  }
}
