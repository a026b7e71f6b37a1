package io.sluice.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks whether a port is free before anything is started that would need it. */
final class Ports {
  private Ports() {}

  /**
   * Refuses a port that another program listens on.
   *
   * @param option which option chooses another
   */
  static void requireFree(int port, String server, String option) {
    if (port == 0) {
      return;
    }
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      free.setReuseAddress(true);
    } catch (IOException e) {
      throw new UserErrorException(
          "Port "
              + port
              + " on 127.0.0.1, meant for "
              + server
              + ", is in use. Stop what listens there (another `sluice up`?), or choose another"
              + " port with "
              + option
              + ".");
    }
  }
}
