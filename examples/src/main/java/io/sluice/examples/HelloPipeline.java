package io.sluice.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.HandlerRegistry;

/**
 * A pipeline of one's own, all in code. Run it while {@code ./sluice up} runs:
 *
 * <pre>{@code
 * ./sluice topics create hello.events
 * ./sluice publish --topic hello.events --type hello.said --data '{"name":"Alice"}'
 * }</pre>
 */
public final class HelloPipeline {
  private HelloPipeline() {}

  /** Runs until the process is told to stop (Ctrl-C, SIGTERM). */
  public static void main(String[] args) throws InterruptedException {
    PipelineConfig config =
        PipelineConfig.builder("hello")
            .sources("hello.events")
            .bootstrapServers("127.0.0.1:9092")
            .schemaRegistryUrl("http://127.0.0.1:8081/apis/ccompat/v7")
            .retry(RetryConfig.defaults().withMaxAttempts(3))
            .http(new HttpConfig("127.0.0.1", 9401))
            .build();
    HandlerRegistry handlers =
        HandlerRegistry.builder().on("hello.said", JsonNode.class, new HelloHandler()).build();
    Pipeline pipeline = Pipeline.create(config, handlers);
    Runtime.getRuntime().addShutdownHook(new Thread(pipeline::close, "close"));
    pipeline.start();
    pipeline.awaitStopped();
  }
}
