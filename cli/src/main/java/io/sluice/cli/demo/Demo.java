package io.sluice.cli.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sluice.examples.demo.DemoFaults;
import io.sluice.examples.demo.EffectLog;
import io.sluice.local.LocalCluster;
import io.sluice.processor.Pipeline;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A whole pipeline on this machine, in a temporary folder and on free ports: starts a Kafka broker,
 * a schema registry, a mail server and a processor, sends a plan through them, replays what died,
 * and reckons what became of it all.
 */
public final class Demo {
  private static final int PARTITIONS = 3;

  private final DemoOptions options;
  private final Clock clock;
  private final Consumer<String> progress;

  /**
   * A demo, not yet run.
   *
   * @param progress is told each stage as it begins
   */
  public Demo(DemoOptions options, Clock clock, Consumer<String> progress) {
    this.options = options;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs it once; what it started has stopped, and its folder is gone, when this returns.
   *
   * @return the ledger, which says itself whether it adds up
   */
  public DemoLedger run() throws Exception {
    long startMs = clock.millis();
    DemoFaults faults = new DemoFaults();
    EffectLog effects = new EffectLog();
    HandlerStarts starts = new HandlerStarts(clock);
    try (DemoFolders folders = DemoFolders.create()) {
      DemoPictures.drawInto(folders.pictures(), new Random(options.seed()));
      GreenMail mailServer = startMailServer();
      progress.accept("starting Kafka and the schema registry");
      try (LocalCluster cluster = startCluster(folders);
          Pipeline pipeline =
              new DemoPipeline(faults, effects, starts)
                  .create(folders, env(cluster, folders), mailServer.getSmtp().getPort())) {
        cluster.createTopic(DemoPipeline.SOURCE, PARTITIONS);
        cluster.createTopic(DemoPipeline.EMITTED, PARTITIONS);
        progress.accept("starting the processor");
        pipeline.start();
        awaitReady(pipeline);
        DemoEffects found = new DemoEffects(mailServer, folders, effects, starts);
        try (DemoRun run = new DemoRun(options, cluster, faults, clock, progress)) {
          return Reckoning.of(run.run(found, startMs));
        }
      } finally {
        mailServer.stop();
      }
    }
  }

  private static LocalCluster startCluster(DemoFolders folders) {
    return LocalCluster.builder().dataDir(folders.cluster()).kafkaPort(0).registryPort(0).start();
  }

  private static GreenMail startMailServer() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return server;
  }

  /** Or else the delayed events would be due before anyone reads them. */
  private void awaitReady(Pipeline pipeline) throws InterruptedException {
    long deadlineMs = clock.millis() + options.timeout().toMillis();
    while (!pipeline.isReady() && pipeline.failure() == null && clock.millis() < deadlineMs) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Map<String, String> env(LocalCluster cluster, DemoFolders folders) {
    Map<String, String> env = new HashMap<>();
    env.put("SLUICE_SERDE", options.serde());
    env.put("SLUICE_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
    env.put("SLUICE_SCHEMA_REGISTRY_URL", cluster.schemaRegistryUrl());
    env.put("SLUICE_STATE_DIR", folders.state().toString());
    return env;
  }
}
