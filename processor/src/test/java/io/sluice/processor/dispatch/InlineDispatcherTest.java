package io.sluice.processor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.schema.TypePattern;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InlineDispatcherTest {
  private static final EventContext NO_CONTEXT =
      (EventContext)
          Proxy.newProxyInstance(
              EventContext.class.getClassLoader(),
              new Class<?>[] {EventContext.class},
              (proxy, method, args) -> null);

  private final CompletionMailbox<String> mailbox = new CompletionMailbox<>();
  private final AtomicLong clock = new AtomicLong();
  private final InlineDispatcher<String> dispatcher =
      new InlineDispatcher<>(mailbox, () -> clock.getAndAdd(1_000_000));

  @Test
  void completion_tellsHowItEndedAndHowLongItRan() {
    Exception failure = new Exception("no");

    dispatcher.dispatch(work("a", (data, context) -> {}));
    dispatcher.dispatch(
        work(
            "b",
            (data, context) -> {
              throw failure;
            }));

    assertThat(drained())
        .containsExactly(
            new Completion<>("a", null, Duration.ofMillis(1)),
            new Completion<>("b", failure, Duration.ofMillis(1)));
    assertThat(drained()).isEmpty();
  }

  @Test
  void errorOfTheHandler_isAFailureButErrorOfTheMachineIsNot() {
    AssertionError failure = new AssertionError("bug");
    dispatcher.dispatch(
        work(
            "a",
            (data, context) -> {
              throw failure;
            }));
    assertThat(drained().get(0).failure()).isSameAs(failure);

    Work<String> fatal =
        work(
            "b",
            (data, context) -> {
              throw new OutOfMemoryError("test");
            });
    assertThatThrownBy(() -> dispatcher.dispatch(fatal)).isInstanceOf(OutOfMemoryError.class);
  }

  private List<Completion<String>> drained() {
    List<Completion<String>> drained = new ArrayList<>();
    mailbox.drain(drained::add);
    return drained;
  }

  private static Work<String> work(String token, EventHandler<Object> handler) {
    return new Work<>(
        token,
        new RegisteredHandler<>(TypePattern.parse("a.b"), Object.class, handler),
        "data",
        NO_CONTEXT);
  }
}
