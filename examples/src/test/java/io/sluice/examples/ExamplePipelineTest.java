package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.HandlerLoader;
import io.sluice.processor.config.HandlerConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExamplePipelineTest {
  @TempDir Path folder;

  @Test
  void exampleConfiguration_withoutAnyVariable_isTheOneMachinePipeline() throws Exception {
    PipelineConfig config = load(Map.of());

    assertThat(config.pipeline()).isEqualTo("shop");
    assertThat(config.sources()).containsExactly("shop.events");
    assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
    assertThat(config.http().port()).isEqualTo(9400);
  }

  @Test
  void exampleConfiguration_namesAllFiveHandlers_withSettingsAndErrorClassesThatExist()
      throws Exception {
    PipelineConfig config =
        load(
            Map.of(
                "SLUICE_PAYMENTS_URL", "jdbc:h2:mem:example",
                "SLUICE_TALLY_URL", "jdbc:h2:mem:tally",
                "SLUICE_TALLY_CSV", folder.resolve("tally.csv").toString(),
                "SLUICE_HTTP_PORT", "0"));

    HandlerRegistry handlers =
        new HandlerLoader(ExamplePipelineTest.class.getClassLoader()).load(config);
    try {
      for (String type :
          List.of(
              "user.welcome_email",
              "image.thumbnail",
              "payment.charge",
              "report.generate",
              "github.issues.opened")) {
        assertThat(handlers.find(type)).as(type).isPresent();
      }
      for (HandlerConfig handler : config.handlers()) {
        for (String error : handler.retry().deadLetterOn()) {
          assertThat(Class.forName(error)).isAssignableTo(Exception.class);
        }
      }
    } finally {
      for (RegisteredHandler<?> handler : handlers.all()) {
        handler.handler().close();
      }
    }
  }

  private PipelineConfig load(Map<String, String> env) throws IOException {
    return PipelineConfig.load(ExamplePipeline.writeTo(folder), env);
  }
}
