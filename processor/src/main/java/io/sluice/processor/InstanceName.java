package io.sluice.processor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * What tells an instance of a pipeline from all others, for as long as it runs.
 *
 * @param host this machine's name
 * @param pid of this process
 * @param mark random, for an instance may be started twice in one process, and pids come again
 */
record InstanceName(String host, long pid, String mark) {
  private static final int MARK = 8;

  /** A new one, of this process. */
  static InstanceName here() {
    return new InstanceName(
        thisMachine(),
        ProcessHandle.current().pid(),
        UUID.randomUUID().toString().substring(0, MARK));
  }

  private static String thisMachine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** {@code host:pid:mark}. */
  @Override
  public String toString() {
    return host + ":" + pid + ":" + mark;
  }
}
