package io.sluice.cli;

import io.sluice.replay.DeadLetter;
import io.sluice.replay.DeadLetterReader;
import io.sluice.replay.DeadLetterTopic;
import io.sluice.replay.Place;
import io.sluice.replay.ReplayException;
import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
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
      "Show one dead letter: where it comes from, why it died, its headers, and the event in it;"
          + " where that cannot be read, why not, and its bytes.",
      "An event may have died more than once: the last letter is shown, the places of the others"
          + " are told."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq show 0197c1de-6a3e-7c53-9d0e-1f2a3b4c5d6e",
      "  sluice dlq show shop.dlq/0/17 --json"
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
            .max((a, b) -> a.letter().deadAt().compareTo(b.letter().deadAt()))
            .orElseThrow(() -> notFound(topics));
    print(shown);
    if (found.size() > 1) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("It died " + found.size() + " times; the other letters are at");
      found.stream()
          .filter(f -> !f.letter().place().equals(shown.letter().place()))
          .forEach(f -> err.println("  " + f.letter().place()));
      err.flush();
    }
    return ExitCodes.DONE;
  }

  private record Found(DeadLetter letter, boolean handled) {}

  private List<DeadLetterTopic> topics() {
    LetterTopics there = LetterTopics.of(connection);
    List<DeadLetterTopic> chosen = new ArrayList<>();
    Optional<Place> place = Place.parse(wanted);
    if (pipeline != null) {
      chosen.add(LetterTopics.ofPipeline(pipeline));
    } else if (topic != null) {
      chosen.add(new DeadLetterTopic(topic));
    } else if (place.isPresent() && DeadLetterTopic.isOne(place.get().topic())) {
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
            .ifPresent(letter -> found.add(new Found(letter, reader.isHandled(letter))));
      } else {
        reader.visitAll(
            (letter, handled) ->
                !letter.id().equals(wanted) || found.add(new Found(letter, handled)));
      }
    }
  }

  private void print(Found found) {
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      LetterPage page =
          new LetterPage(found.letter(), found.handled(), LetterContent.of(found.letter(), codec));
      PrintWriter out = spec.commandLine().getOut();
      if (output.json) {
        output.printJson(out, page.toJson());
      } else {
        page.print(out, clock.instant());
      }
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
