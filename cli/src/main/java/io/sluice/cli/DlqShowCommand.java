package io.sluice.cli;

import io.sluice.replay.DeadLetterReader;
import io.sluice.replay.LetterStory;
import io.sluice.replay.ReplayException;
import io.sluice.replay.StatusReader;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.Place;
import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter: what it says, why it died, what is in it. */
@Command(
    name = "show",
    description = {
      "Show one dead letter: where it comes from, why it died, its attempts so far, its headers, and"
          + " the event in it. What is no event is shown as what it is: Avro of the registry, JSON,"
          + " text, or bytes; what cannot be read, with the reason and the place.",
      "There may be several letters of an event: the last one that waits is shown, the places of the"
          + " others are told."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq show 0197c1de-6a3e-7c53-9d0e-1f2a3b4c5d6e",
      "  sluice dlq show shop.dlq/0/17 --json",
      "  sluice dlq show orders.DLT/2/4711 --topic orders.DLT --hex"
    })
final class DlqShowCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Parameters(
      paramLabel = "ID|TOPIC/PARTITION/OFFSET",
      description = "The event's id, or the place of its letter.")
  String wanted;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      description = "Look in NAME.dlq only. Default: in every *.dlq topic.")
  @Nullable String pipeline;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Look in this topic only.")
  @Nullable String topic;

  @Option(names = "--hex", description = "All bytes of key and value too, as hexadecimal numbers.")
  boolean hex;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    List<Found> found = new ArrayList<>();
    List<DeadLetterTopic> topics = topics();
    try {
      for (DeadLetterTopic each : topics) {
        look(each, found);
      }
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
    Found shown =
        found.stream()
            .max(Comparator.comparing(Found::waits).thenComparing(f -> f.letter().deadAt()))
            .orElseThrow(() -> notFound(topics));
    print(shown);
    if (found.size() > 1) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("There are " + found.size() + " letters of it; the others are at");
      found.stream()
          .filter(f -> !f.letter().place().equals(shown.letter().place()))
          .forEach(f -> err.println("  " + f.letter().place() + ", " + f.state()));
      err.flush();
    }
    return ExitCodes.DONE;
  }

  private record Found(DeadLetter letter, String state) {
    boolean waits() {
      return state.equals(DeadLetterReader.WAITING);
    }
  }

  private List<DeadLetterTopic> topics() {
    LetterTopics there = LetterTopics.of(connection);
    List<DeadLetterTopic> chosen = new ArrayList<>();
    Optional<Place> place = Place.parse(wanted);
    if (pipeline != null) {
      chosen.add(LetterTopics.ofPipeline(pipeline));
    } else if (topic != null) {
      chosen.add(new DeadLetterTopic(topic));
    } else if (place.isPresent()
        && (DeadLetterTopic.isOne(place.get().topic()) || there.has(place.get().topic()))) {
      chosen.add(new DeadLetterTopic(place.get().topic()));
    }
    there.require(chosen);
    return chosen.isEmpty() ? there.ofPipelines() : chosen;
  }

  private void look(DeadLetterTopic in, List<Found> found) {
    Optional<Place> place = Place.parse(wanted).filter(p -> p.topic().equals(in.name()));
    try (DeadLetterReader reader = DeadLetterReader.open(connection.kafkaConfig(), in, clock)) {
      if (place.isPresent()) {
        reader
            .at(place.get().partition(), place.get().offset())
            .ifPresent(letter -> found.add(new Found(letter, reader.stateOf(letter))));
      } else {
        reader.visitAll(
            (letter, handled) ->
                !letter.id().equals(wanted)
                    || found.add(new Found(letter, reader.stateOf(letter))));
      }
    }
  }

  private void print(Found found) {
    PrintWriter out = spec.commandLine().getOut();
    LetterStory story = story(found);
    if (output.json) {
      output.printJson(out, LetterPageJson.of(story, hex));
    } else {
      new LetterPage(story, hex).print(out, clock.instant());
    }
  }

  private LetterStory story(Found found) {
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      return LetterStory.of(
          found.letter(),
          found.state(),
          new LetterContents(codec),
          new StatusReader(connection.kafkaConfig(), codec, clock));
    }
  }

  private UserErrorException notFound(List<DeadLetterTopic> topics) {
    if (topics.isEmpty()) {
      return new UserErrorException("No pipeline has a dead-letter topic here yet.");
    }
    return new UserErrorException(
        "There is no dead letter "
            + wanted
            + " in "
            + String.join(", ", topics.stream().map(DeadLetterTopic::name).toList())
            + ". `sluice event "
            + wanted
            + "` tells what became of an event.");
  }
}
