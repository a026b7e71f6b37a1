package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.ResultHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A member of a group that takes its time, and gives its own number as its result. One member fails
 * as long as there is a file of a given name.
 */
final class MemberHandler implements ResultHandler<JsonNode, Integer> {
  /** So long that a process can be killed in the middle of some thousand of them. */
  private static final long WORK_MS = 15;

  private final Path obstacle;
  private final int failing;

  private MemberHandler(Path obstacle, int failing) {
    this.obstacle = obstacle;
    this.failing = failing;
  }

  @Override
  public Integer call(JsonNode data, EventContext context) throws Exception {
    work();
    if (data.asInt() == failing && Files.exists(obstacle)) {
      throw new IOException("member " + failing + " is meant to fail");
    }
    return data.asInt();
  }

  @SuppressWarnings("ThreadSleep")
  private static void work() throws InterruptedException {
    Thread.sleep(WORK_MS);
  }

  /** Found by name in the child process. */
  public static final class Provider implements HandlerProvider<JsonNode> {
    @Override
    public String name() {
      return "member";
    }

    @Override
    public Class<JsonNode> dataType() {
      return JsonNode.class;
    }

    @Override
    public EventHandler<JsonNode> create(HandlerSettings settings) {
      return new MemberHandler(settings.path("obstacle"), settings.integer("failing", -1));
    }
  }
}
