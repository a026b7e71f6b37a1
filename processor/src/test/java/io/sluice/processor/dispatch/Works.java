package io.sluice.processor.dispatch;

import io.sluice.processor.handler.AsyncEventHandler;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.schema.TypePattern;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Attempts to be made, a mailbox for what comes of them, and a launcher that a test steps. */
final class Works {
  final AtomicLong nanos = new AtomicLong();
  final Workers.Clocks clocks =
      new Workers.Clocks(() -> java.time.Instant.ofEpochMilli(nanos.get() / 1_000_000), nanos::get);
  final CompletionMailbox<String> mailbox = new CompletionMailbox<>(() -> {});
  final Deque<Runnable> launched = new ArrayDeque<>();

  /** Lanes wait until the test lets one run. */
  Workers.Launcher stepped() {
    return launched::addAll;
  }

  /** Runs lanes, and those that they hand over, until none is left. */
  void runAll() {
    for (Runnable next = launched.poll(); next != null; next = launched.poll()) {
      next.run();
    }
  }

  List<Completion<String>> taken() {
    List<Completion<String>> taken = new ArrayList<>();
    mailbox.drain(taken::add);
    return taken;
  }

  List<String> takenTokens() {
    return taken().stream().map(Completion::token).toList();
  }

  static Work<String> work(String token, EventHandler<Object> handler) {
    return work(token, "a.b", handler);
  }

  static Work<String> work(String token, String type, EventHandler<Object> handler) {
    return new Work<>(
        token, registered(type, handler), () -> "data", context(token, type), null, null);
  }

  static Work<String> async(String token, AsyncEventHandler<Object> handler) {
    return work(token, "a.b", handler);
  }

  static Work<String> fails(String token) {
    return work(
        token,
        (data, context) -> {
          throw new IllegalStateException("no");
        });
  }

  static Work<String> succeeds(String token) {
    return work(token, (data, context) -> {});
  }

  static RegisteredHandler<Object> registered(String type, EventHandler<Object> handler) {
    return new RegisteredHandler<>(TypePattern.parse(type), Object.class, handler);
  }

  private static EventContext context(String id, String type) {
    return (EventContext)
        Proxy.newProxyInstance(
            EventContext.class.getClassLoader(),
            new Class<?>[] {EventContext.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "id" -> id;
                  case "type" -> type;
                  default -> null;
                });
  }
}
