package io.sluice.cli.demo;

import io.sluice.examples.ImageThumbnailHandler;
import io.sluice.examples.PaymentChargeHandler;
import io.sluice.examples.ReportHandler;
import io.sluice.examples.WelcomeEmailHandler;
import io.sluice.examples.demo.DemoFaults;
import io.sluice.examples.demo.EffectLog;
import io.sluice.examples.demo.FlakyProvider;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.HandlerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The pipeline under demonstration: the real handlers, each failing as its events' labels say. */
final class DemoPipeline {
  static final String NAME = "shop";
  static final String SOURCE = "shop.events";
  static final String EMITTED = "shop.payments";

  private static final String FILE = "pipeline.yaml";

  private final DemoFaults faults;
  private final EffectLog effects;
  private final HandlerStarts starts;

  DemoPipeline(DemoFaults faults, EffectLog effects, HandlerStarts starts) {
    this.faults = faults;
    this.effects = effects;
    this.starts = starts;
  }

  /** The pipeline, not yet started. */
  Pipeline create(DemoFolders folders, Map<String, String> env, int smtpPort) throws IOException {
    Path yaml = folders.root().resolve(FILE);
    try (InputStream in = DemoPipeline.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar of the command line");
      }
      Files.copy(in, yaml);
    }
    return Pipeline.create(PipelineConfig.load(yaml, env), handlers(folders, smtpPort));
  }

  private HandlerRegistry handlers(DemoFolders folders, int smtpPort) {
    HandlerRegistry.Builder handlers = HandlerRegistry.builder();
    add(
        handlers,
        DemoData.EMAIL,
        new WelcomeEmailHandler.Provider(),
        Map.of("smtp_host", "127.0.0.1", "smtp_port", smtpPort));
    add(
        handlers,
        DemoData.THUMBNAIL,
        new ImageThumbnailHandler.Provider(),
        Map.of("input_dir", folders.pictures(), "output_dir", folders.thumbnails()));
    add(
        handlers,
        DemoData.PAYMENT,
        new PaymentChargeHandler.Provider(),
        Map.of("jdbc_url", folders.paymentsUrl()));
    add(
        handlers,
        DemoData.REPORT,
        new ReportHandler.Provider(),
        Map.of("jdbc_url", folders.paymentsUrl(), "output_dir", folders.reports()));
    return handlers.build();
  }

  private <T> void add(
      HandlerRegistry.Builder handlers,
      String type,
      HandlerProvider<T> provider,
      Map<String, ?> settings) {
    HandlerProvider<T> flaky = new FlakyProvider<>(provider, faults, effects);
    handlers.on(type, flaky.dataType(), starts.watch(flaky.create(HandlerSettings.of(settings))));
  }
}
