package io.sluice.processor.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sluice.processor.workflow.Effects;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.StepResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has become of a whole workflow, as the Avro record that {@code <pipeline>.status} holds. */
final class WorkflowOutcome {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowOutcome.class);

  private final EventReader reader;
  private final String topic;
  private final int mostBytes;

  /**
   * @param topic the pipeline's topic of workflows
   * @param mostBytes the most that a result may have
   */
  WorkflowOutcome(EventReader reader, String topic, int mostBytes) {
    this.reader = reader;
    this.topic = topic;
    this.mostBytes = mostBytes;
  }

  EventStatus status(String pipeline, Effects.News news, int partition, long nowMs) {
    return EventStatus.newBuilder()
        .setId(news.workflow())
        .setType(Workflow.TYPE)
        .setPipeline(pipeline)
        .setOutcome(outcome(news.kind()))
        .setReason(news.kind() == Effects.Kind.RESUMED ? "resumed" : news.why())
        .setAttempt(0)
        .setAt(Instant.ofEpochMilli(nowMs))
        .setKey(news.workflow())
        .setTopic(topic)
        .setPartition(partition)
        .setOffset(-1)
        .setErrorMessage(news.message())
        .setResult(news.kind() == Effects.Kind.SUCCEEDED ? result(news) : null)
        .setWorkflow(news.workflow())
        .build();
  }

  private static Outcome outcome(Effects.Kind kind) {
    return switch (kind) {
      case STARTED, RESUMED -> Outcome.STARTED;
      case SUCCEEDED -> Outcome.SUCCEEDED;
      case FAILED, ABANDONED -> Outcome.FAILED;
    };
  }

  /**
   * The root's: as its handler gave it; of a group, a JSON array. Null where it is too large, or
   * cannot be made.
   */
  private @Nullable ByteBuffer result(Effects.News news) {
    if (!news.ofGroup()) {
      return news.results().isEmpty() ? null : news.results().get(0).getData();
    }
    if (!fits(news.results())) {
      return null;
    }
    try {
      ArrayNode json = json(news.results());
      byte[] bytes = reader.await(() -> reader.codec().encodeResult(Workflow.TYPE, json));
      return bytes.length > mostBytes ? null : ByteBuffer.wrap(bytes);
    } catch (TaskCorruptedException readAgain) {
      throw readAgain;
    } catch (RuntimeException | StackOverflowError unreadable) {
      // What handlers returned may be nested too deep, or hold a decimal of no bytes. The workflow
      // has succeeded all the same, and the results of its steps stay where they are.
      LOG.warn(
          "Workflow {} is told without its result: {}", news.workflow(), unreadable.toString());
      return null;
    }
  }

  private boolean fits(List<StepResult> results) {
    long bytes = 0;
    for (StepResult result : results) {
      ByteBuffer data = result.getData();
      bytes += data == null ? 1 : data.remaining();
      // Groups in groups may be deep; whoever wants those reads the statuses of the steps.
      if (result.getOmitted() || result.getMembers() != null || bytes > mostBytes) {
        return false;
      }
    }
    return true;
  }

  private ArrayNode json(List<StepResult> results) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (StepResult result : results) {
      ByteBuffer data = result.getData();
      array.add(
          data == null
              ? NullNode.getInstance()
              : reader.await(() -> reader.codec().decodeResult(data.duplicate(), JsonNode.class)));
    }
    return array;
  }
}
