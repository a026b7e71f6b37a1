package io.sluice.cli;

import io.sluice.cli.workflow.WorkflowFile;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishFailedException;
import io.sluice.producer.Publisher;
import io.sluice.producer.WorkflowReceipt;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Workflow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the workflow of a file, or only shows and checks it.
 *
 * @param pipelineOption where a person may name the pipeline, other than in the file
 */
record WorkflowPublishing(
    ConnectionOptions connection,
    OutputOptions output,
    String source,
    boolean dryRun,
    String pipelineOption) {
  private static final int SHOWN = 20;

  /**
   * @param pipeline instead of the one that the file names
   * @return the exit code
   */
  int publish(String file, @Nullable String pipeline, PrintWriter out) {
    String name = file.equals("-") ? "<stdin>" : file;
    WorkflowFile read = WorkflowFile.parse(name, text(file));
    TopicNames topics = topics(name, pipeline == null ? read.pipeline() : pipeline);
    if (dryRun) {
      try (DryRunPublisher publisher =
          new DryRunPublisher(
              topics.workflow(), source, connection.registryConfig(), Clock.systemUTC())) {
        WorkflowReceipt receipt = published(publisher, name, read.workflow());
        print(receipt, topics, read.workflow(), out);
      }
      return ExitCodes.DONE;
    }
    try (Admin admin = connection.connect()) {
      if (!TopicAdmin.names(admin).contains(topics.workflow())) {
        throw new UserErrorException(
            "There is no topic "
                + topics.workflow()
                + ": the pipeline "
                + topics.pipeline()
                + " has never been started here. Start it, or name another with "
                + pipelineOption
                + ".");
      }
    }
    try (EventPublisher publisher = publisher(topics)) {
      print(published(publisher, name, read.workflow()), topics, read.workflow(), out);
    }
    return ExitCodes.DONE;
  }

  private static String text(String file) {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (CharacterCodingException e) {
      throw wrong("--file " + file + ": is not UTF-8 text");
    } catch (IOException e) {
      throw wrong("--file " + file + ": " + Failures.fileProblem(e));
    }
  }

  private TopicNames topics(String file, @Nullable String pipeline) {
    if (pipeline == null) {
      throw wrong(
          file
              + ": names no pipeline that is to run the workflow; write pipeline: shop, or name it"
              + " with "
              + pipelineOption);
    }
    try {
      return new TopicNames(pipeline);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private EventPublisher publisher(TopicNames topics) {
    try {
      return EventPublisher.builder()
          // No event is published on it by itself.
          .topic(topics.workflow())
          .pipeline(topics.pipeline())
          .source(source)
          .config(connection.allConfig())
          .build();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static WorkflowReceipt published(Publisher publisher, String file, Workflow workflow) {
    try {
      return publisher.publish(workflow).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof PublishFailedException failed) {
        throw new UserErrorException(String.valueOf(failed.getMessage()), failed);
      }
      if (cause instanceof IllegalArgumentException
          || (cause instanceof EventFormatException format && !format.isPassing())) {
        throw new UserErrorException(file + ": " + cause.getMessage(), cause);
      }
      throw e;
    }
  }

  private void print(
      WorkflowReceipt receipt, TopicNames topics, Workflow workflow, PrintWriter out) {
    if (output.json) {
      output.printJson(out, json(receipt, topics));
      return;
    }
    String what =
        receipt.id() + ", " + receipt.steps() + (receipt.steps() == 1 ? " step" : " steps");
    if (dryRun) {
      WorkflowTree.of(workflow)
          .visit(
              SHOWN,
              row -> {
                out.printf("%5d  %s%n", row.number(), row.indented());
                if (row.hidden() > 0) {
                  out.printf("%5s  %s… and %d more%n", "", "  ".repeat(row.depth()), row.hidden());
                }
              });
      out.printf(
          "valid: workflow %s, for pipeline %s; nothing was sent%n",
          PlainText.line(what), topics.pipeline());
    } else {
      out.printf(
          "published workflow %s, to %s, partition %d%n",
          PlainText.line(what), receipt.topic(), receipt.partition());
    }
    out.flush();
  }

  private Map<String, Object> json(WorkflowReceipt receipt, TopicNames topics) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", receipt.id());
    json.put("pipeline", topics.pipeline());
    json.put("topic", receipt.topic());
    json.put("steps", receipt.steps());
    json.put("records", receipt.records());
    if (dryRun) {
      json.put("dry_run", true);
    } else {
      json.put("partition", receipt.partition());
    }
    json.put("timestamp", receipt.timestamp().toString());
    return json;
  }

  private static UserErrorException wrong(String message) {
    return new UserErrorException(message, ExitCodes.WRONG_USAGE);
  }
}
