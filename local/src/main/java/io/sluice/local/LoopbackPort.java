package io.sluice.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Looks for, and at, ports of 127.0.0.1. */
final class LoopbackPort {
  static final String HOST = "127.0.0.1";

  // Below what operating systems hand out by themselves (Linux from 32768, others from 49152): a
  // client that keeps reconnecting to a stopped server could otherwise be given the server's own
  // port as its source, connect to itself, and keep the server from coming back.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 200;

  private LoopbackPort() {}

  /** A port that nothing listens on at this moment. */
  static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new LocalStartException(
        "found no free port between " + LOWEST + " and " + HIGHEST + " on " + HOST);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * @throws LocalPortInUseException if something listens on the port
   */
  static void requireFree(int port, String option) {
    if (!isFree(port)) {
      throw new LocalPortInUseException(port, option);
    }
  }
}
