package io.sluice.processor.dispatch;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A door that nobody keeps. */
final class OpenDoor implements Doorkeeper {
  @Override
  public Entry ask(RegisteredHandler<?> handler, EventContext event) {
    return Entry.RUN;
  }

  @Override
  public Entry reserve(RegisteredHandler<?> handler, EventContext event) {
    return Entry.RUN;
  }

  @Override
  public void leftUnused(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn) {}

  @Override
  public Entry confirm(RegisteredHandler<?> handler, EventContext event, LetIn letIn) {
    return letIn.entry();
  }

  @Override
  public void ran(RegisteredHandler<?> handler, Duration ran, @Nullable Throwable failure) {}

  @Override
  public void didNotRun(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn) {}

  @Override
  public void brokenOff(RegisteredHandler<?> handler, Entry.Run letIn) {}

  @Override
  public long askAgainAtMs(RegisteredHandler<?> handler, String type, long nowMs) {
    return nowMs;
  }

  @Override
  public long changes() {
    return 0;
  }

  @Override
  public boolean holdsBackDeadLetter(RegisteredHandler<?> handler, String type, Throwable failure) {
    return false;
  }

  @Override
  public Set<String> withdrawn() {
    return Set.of();
  }

  @Override
  public void taskOpened() {}

  @Override
  public void taskClosed() {}

  @Override
  public void addBell(Runnable bell) {}

  @Override
  public void removeBell(Runnable bell) {}
}
