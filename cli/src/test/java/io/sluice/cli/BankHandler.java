package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.schema.EventDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Calls a bank that is down as long as a file is there; leaves a line in the process's own file for
 * each attempt, and publishes one follow-up.
 */
final class BankHandler implements EventHandler<JsonNode> {
  static final String TYPE = "card.charge";
  private static final String ENDING = ".calls";

  private final Path folder;
  private final Path down;
  private final InstantSource clock;

  private BankHandler(Path folder, InstantSource clock) {
    this.folder = folder;
    this.down = downFile(folder);
    this.clock = clock;
  }

  /** While it is there the bank is down. */
  static Path downFile(Path folder) {
    return folder.resolve("bank.down");
  }

  /**
   * One attempt.
   *
   * @param id of the event
   * @param attempt counted from 1
   * @param atMs when it began, ms since the epoch
   * @param succeeded false: the bank was down
   */
  record Call(String id, int attempt, long atMs, boolean succeeded) {}

  @Override
  public void handle(JsonNode data, EventContext context) throws IOException {
    boolean succeeds = !Files.exists(down);
    write(context.id() + " " + context.attempt() + " " + clock.millis() + " " + succeeds + "\n");
    if (!succeeds) {
      throw new IOException("the bank is down");
    }
    context.publish(
        EventDraft.of("card.charged", data).id(context.id() + ".charged").key(context.id()));
  }

  private void write(String line) throws IOException {
    Path mine = folder.resolve(ProcessHandle.current().pid() + ENDING);
    Files.writeString(mine, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** All attempts of all processes. */
  static List<Call> calls(Path folder) throws IOException {
    List<Call> calls = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(ENDING)).toList()) {
        // A process killed in the middle of a write leaves half a line.
        String text = Files.readString(file, UTF_8);
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .map(BankHandler::parsed)
            .forEach(calls::add);
      }
    }
    return calls;
  }

  private static Call parsed(String line) {
    String[] fields = line.split(" ", -1);
    return new Call(
        fields[0],
        Integer.parseInt(fields[1]),
        Long.parseLong(fields[2]),
        Boolean.parseBoolean(fields[3]));
  }

  /** Found by name in the child process. */
  public static final class Provider implements HandlerProvider<JsonNode> {
    @Override
    public String name() {
      return "bank";
    }

    @Override
    public Class<JsonNode> dataType() {
      return JsonNode.class;
    }

    @Override
    public EventHandler<JsonNode> create(HandlerSettings settings) {
      return new BankHandler(settings.path("calls_dir"), InstantSource.system());
    }
  }
}
