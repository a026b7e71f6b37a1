package io.sluice.cli;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sluice.examples.ExamplePipeline;
import io.sluice.local.LocalCluster;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything on this machine, and keeps its data. */
@Command(
    name = "up",
    description = {
      "Start Kafka, a schema registry, a mail server and a processor with the example handlers on"
          + " this machine, until Ctrl-C.",
      "What they hold is kept in the data folder (mails are not): the next start goes on with it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice up",
      "  sluice up --kafka-port 19092 --registry-port 18081 --http-port 19400 --smtp-port 13025",
      "  sluice up --data-dir /tmp/try-sluice"
    })
final class UpCommand implements Callable<Integer> {
  static final String PIPELINE = "shop";
  static final String SOURCE = "shop.events";
  static final String EMITTED = "shop.payments";

  private static final int PARTITIONS = 3;
  private static final String HOST = "127.0.0.1";

  @Spec CommandSpec spec;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Kafka broker. Default: ${DEFAULT-VALUE}; 0 is any free port.")
  int kafkaPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Schema registry. Default: ${DEFAULT-VALUE}; 0 is any free port.")
  int registryPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "9400",
      description = "Health and metrics. Default: ${DEFAULT-VALUE}; 0 is any free port.")
  int httpPort;

  @Option(
      names = "--smtp-port",
      paramLabel = "PORT",
      defaultValue = "3025",
      description = "Mail server. Default: ${DEFAULT-VALUE}; 0 is any free port.")
  int smtpPort;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = ".sluice",
      description = "Where data is kept. Default: ${DEFAULT-VALUE} in the current folder.")
  Path dataDir;

  @Override
  public Integer call() throws Exception {
    requireFreePorts();
    LogOutput.showWork();
    StopSignal stop = StopSignal.install();
    GreenMail mailServer =
        new GreenMail(new ServerSetup(smtpPort, HOST, ServerSetup.PROTOCOL_SMTP));
    mailServer.start();
    try (LocalCluster cluster =
        LocalCluster.builder()
            .dataDir(dataDir)
            .kafkaPort(kafkaPort)
            .registryPort(registryPort)
            .start()) {
      cluster.createTopic(SOURCE, PARTITIONS);
      cluster.createTopic(EMITTED, PARTITIONS);
      process(cluster, mailServer.getSmtp().getPort(), stop);
    } finally {
      mailServer.stop();
    }
    return ExitCodes.DONE;
  }

  private void process(LocalCluster cluster, int mailPort, StopSignal stop) throws Exception {
    PipelineConfig config =
        PipelineConfig.load(ExamplePipeline.writeTo(dataDir), env(cluster, mailPort));
    try (Pipeline pipeline = Pipeline.create(config)) {
      pipeline.start();
      PipelineWatch watch = new PipelineWatch(pipeline, stop);
      if (watch.untilReady()) {
        UpReport report = new UpReport(cluster, pipeline.httpPort(), mailPort, dataDir);
        PrintWriter out = spec.commandLine().getOut();
        report.print(out);
        out.flush();
        watch.untilStopped();
        out.println("Stopping …");
        out.flush();
      }
    }
  }

  private void requireFreePorts() {
    Ports.requireFree(kafkaPort, "Kafka", "--kafka-port");
    Ports.requireFree(registryPort, "the schema registry", "--registry-port");
    Ports.requireFree(httpPort, "health and metrics", "--http-port");
    Ports.requireFree(smtpPort, "the mail server", "--smtp-port");
  }

  private Map<String, String> env(LocalCluster cluster, int mailPort) throws IOException {
    Path examples = dataDir.resolve("examples").toAbsolutePath();
    Path pictures = Files.createDirectories(examples.resolve("pictures"));
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("SLUICE_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
    env.put("SLUICE_SCHEMA_REGISTRY_URL", cluster.schemaRegistryUrl());
    env.put("SLUICE_PUBLISH_TO", EMITTED);
    env.put("SLUICE_STATE_DIR", dataDir.resolve("state").toString());
    env.put("SLUICE_HTTP_HOST", HOST);
    env.put("SLUICE_HTTP_PORT", String.valueOf(httpPort));
    env.put("SLUICE_SMTP_HOST", HOST);
    env.put("SLUICE_SMTP_PORT", String.valueOf(mailPort));
    env.put("SLUICE_PICTURES_DIR", pictures.toString());
    env.put("SLUICE_THUMBNAILS_DIR", examples.resolve("thumbnails").toString());
    env.put("SLUICE_REPORTS_DIR", examples.resolve("reports").toString());
    env.put("SLUICE_PAYMENTS_URL", "jdbc:h2:file:" + examples.resolve("payments"));
    env.put("SLUICE_TALLY_URL", "jdbc:h2:file:" + examples.resolve("github"));
    env.put("SLUICE_TALLY_CSV", examples.resolve("github-tally.csv").toString());
    return env;
  }
}
