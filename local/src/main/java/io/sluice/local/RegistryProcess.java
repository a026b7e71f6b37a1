package io.sluice.local;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Main class of the registry's process: runs the server for as long as standard input stays open.
 * The other end is held by the JVM that started it, so the server ends with that JVM, however that
 * one ends. Must use nothing but the JDK: it runs on the server's class path, not on Sluice's.
 */
final class RegistryProcess {
  private static final long PATIENCE_MS = 3_000;

  private RegistryProcess() {}

  /**
   * Runs the server.
   *
   * @param args name of the server's main class
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    daemon("parent-watch", RegistryProcess::exitWithParent);
    Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
  }

  private static void exitWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    daemon("exit-watch", RegistryProcess::haltSoon);
    System.exit(0);
  }

  private static void haltSoon() {
    try {
      Thread.sleep(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
