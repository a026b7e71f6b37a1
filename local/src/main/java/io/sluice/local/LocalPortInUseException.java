package io.sluice.local;

/** Another program listens on a port that was asked for. */
public final class LocalPortInUseException extends LocalClusterException {
  private final int port;
  private final String option;

  LocalPortInUseException(int port, String option) {
    super("port " + port + " is in use; stop what listens there, or choose another with " + option);
    this.port = port;
    this.option = option;
  }

  /** The port that is taken. */
  public int port() {
    return port;
  }

  /** The command-line option that changes it: {@code --kafka-port} or {@code --registry-port}. */
  public String option() {
    return option;
  }
}
