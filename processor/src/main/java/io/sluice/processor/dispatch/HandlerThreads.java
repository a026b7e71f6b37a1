package io.sluice.processor.dispatch;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads for handlers: virtual ones where the JDK has them (21 and newer, JEP 444). */
public final class HandlerThreads {
  private static final String NAME = "sluice-handler-";

  private HandlerThreads() {}

  /** True if this JDK has virtual threads. */
  public static boolean areVirtual() {
    return Runtime.version().feature() >= 21;
  }

  /** The best that this JDK has. */
  public static ThreadFactory best() {
    return areVirtual() ? virtual() : platform();
  }

  /** Daemon threads of the operating system. */
  static ThreadFactory platform() {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, NAME + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * By name, since Sluice is compiled for Java 17: {@code Thread.ofVirtual().name(…).factory()}.
   */
  private static ThreadFactory virtual() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Method name = type.getMethod("name", String.class, long.class);
      Method factory = type.getMethod("factory");
      return (ThreadFactory) factory.invoke(name.invoke(builder, NAME, 0L));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no virtual threads after all", e);
    }
  }
}
