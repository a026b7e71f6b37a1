package io.sluice.bench.measure;

import io.sluice.bench.topic.EmittedCount;
import io.sluice.bench.topic.EventId;
import io.sluice.bench.topic.Letters;
import io.sluice.replay.Replay;
import io.sluice.replay.ReplayOptions;
import io.sluice.replay.ReplayProgress;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Moves the dead letters of one pipeline to its retry topic, after those of another to warm up. */
final class ReplayMeasurement implements Measurement {

  @Override
  public void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception {
    String run = assignment.surroundings().run();
    Map<String, String> kafka =
        Map.of("bootstrap.servers", assignment.surroundings().servers().bootstrapServers());
    Map<String, String> registry =
        Map.of("schema.registry.url", assignment.surroundings().servers().registryUrl());
    ReplayReport moved;
    double seconds;
    try (EventCodec codec = EventCodec.create(registry)) {
      replay(Letters.warmUpPipeline(run), kafka, codec, clock);
      profile.begin();
      long begin = System.nanoTime();
      moved = replay(run, kafka, codec, clock);
      seconds = (System.nanoTime() - begin) / 1e9;
      profile.end();
    }

    int letters = assignment.input().events();
    List<String> problems = new ArrayList<>();
    if (moved.replayed() != letters) {
      problems.add(moved.replayed() + " of " + letters + " letters were replayed");
    }
    String target = DeadLetterTopic.ofPipeline(run).retryTopic().orElseThrow();
    problems.addAll(
        new EmittedCount(assignment.surroundings().servers().bootstrapServers())
            .problems(target, letters, record -> EventId.sequence(record.value())));
    parent.report(
        new Report(
            Map.of("records_per_second", letters / seconds, "seconds", seconds), problems, true));
  }

  private static ReplayReport replay(
      String pipeline, Map<String, String> kafka, EventCodec codec, Clock clock) {
    return new Replay(
            DeadLetterTopic.ofPipeline(pipeline), ReplayOptions.everything("bench"), clock)
        .run(kafka, codec, ReplayProgress.NONE);
  }
}
