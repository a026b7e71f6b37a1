package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowNode;
import io.sluice.schema.avro.WorkflowRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The topics in which a pipeline keeps its workflows and tells of them. */
record WorkflowTopics(ConnectionOptions connection, TopicNames names) {

  /** Clocks of services may differ by so much, ms. */
  private static final long SKEW_MS = 600_000;

  /**
   * A definition, whole.
   *
   * @param onFailure number of the step that is run on failure; null: none
   */
  record Defined(
      String id,
      Instant at,
      String source,
      List<WorkflowNode> nodes,
      @Nullable Integer onFailure) {}

  /**
   * @throws UserErrorException when no pipeline can be named so, or it has never run here
   */
  static WorkflowTopics of(ConnectionOptions connection, String pipeline) {
    TopicNames names;
    try {
      names = new TopicNames(pipeline);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--pipeline: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
    try (Admin admin = connection.connect()) {
      if (!TopicAdmin.names(admin).containsAll(List.of(names.workflow(), names.status()))) {
        throw new UserErrorException(
            "There are no topics "
                + names.workflow()
                + " and "
                + names.status()
                + ": the pipeline "
                + pipeline
                + " has never run here. Name another with --pipeline.");
      }
    }
    return new WorkflowTopics(connection, names);
  }

  /** The first whole definition of that id; a later one is ignored by the pipeline too. */
  Optional<Defined> find(String id, EventCodec codec) {
    byte[] key = id.getBytes(UTF_8);
    List<WorkflowNode> nodes = new ArrayList<>();
    List<Defined> found = new ArrayList<>();
    topic(names.workflow())
        .scanWhereIs(
            key,
            record -> {
              if (Arrays.equals(record.key(), key)) {
                decoded(codec, record).ifPresent(read -> add(read, nodes, found));
              }
              return found.isEmpty();
            });
    return found.stream().findFirst();
  }

  private static void add(WorkflowRecord record, List<WorkflowNode> nodes, List<Defined> found) {
    if (!(record.getBody() instanceof WorkflowDefinition part)) {
      return;
    }
    if (part.getFirstNode() == 0) {
      nodes.clear();
    }
    if (part.getFirstNode() == nodes.size()) {
      nodes.addAll(part.getNodes());
      if (part.getPart() == part.getParts() - 1) {
        found.add(
            new Defined(
                record.getId(),
                record.getAt(),
                part.getSource(),
                List.copyOf(nodes),
                part.getOnFailure()));
      }
    }
  }

  /** All records about workflows, in order for each of them. */
  void visit(EventCodec codec, Consumer<WorkflowRecord> to) {
    topic(names.workflow())
        .scan(
            record -> {
              decoded(codec, record).ifPresent(to);
              return true;
            });
  }

  /** Empty for what is no record about a workflow; in the pipeline that is a dead letter. */
  private static Optional<WorkflowRecord> decoded(
      EventCodec codec, ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec.decodeWorkflow(record.topic(), value));
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The last status of each step so far, by the step's number, and under -1 the workflow's own. */
  Map<Integer, EventStatus> statuses(Defined workflow, EventCodec codec) {
    Map<Integer, EventStatus> last = new HashMap<>();
    topic(names.status())
        .scanSince(
            workflow.at().toEpochMilli() - SKEW_MS,
            record -> {
              if (record.value() == null) {
                return true;
              }
              EventStatus status = codec.decodeStatus(record.topic(), record.value());
              Integer number = number(workflow.id(), status);
              if (number != null) {
                last.put(number, status);
              }
              return true;
            });
    return last;
  }

  /** The step that a status is about, -1 for the workflow itself; null: neither. */
  static @Nullable Integer number(String workflow, EventStatus status) {
    if (isOwn(workflow, status)) {
      return -1;
    }
    return workflow.equals(status.getWorkflow()) && !StatusHistory.isDuplicate(status)
        ? status.getStep()
        : null;
  }

  /** An event, such as a step of another workflow, may have the same id. */
  private static boolean isOwn(String workflow, EventStatus status) {
    return status.getId().equals(workflow)
        && status.getType().equals(Workflow.TYPE)
        && status.getStep() == null;
  }

  /** The last status of each of these workflows. */
  Map<String, EventStatus> lastOf(Set<String> ids, EventCodec codec) {
    Map<String, EventStatus> last = new HashMap<>();
    topic(names.status())
        .scan(
            record -> {
              byte[] key = record.key();
              if (key != null && record.value() != null && ids.contains(new String(key, UTF_8))) {
                EventStatus status = codec.decodeStatus(record.topic(), record.value());
                if (isOwn(status.getId(), status)) {
                  last.put(status.getId(), status);
                }
              }
              return true;
            });
    return last;
  }

  private CommittedTopic topic(String name) {
    return new CommittedTopic(connection, name);
  }
}
