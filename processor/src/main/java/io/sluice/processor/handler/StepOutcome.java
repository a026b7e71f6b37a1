package io.sluice.processor.handler;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.avro.StepResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one step, chain or group of a workflow before the step at hand. Immutable and
 * thread-safe.
 */
public final class StepOutcome {
  private static final String SUCCEEDED = "succeeded";

  private final StepResult result;
  private final Decoder decoder;

  /** Turns the bytes of a result into a value. */
  public interface Decoder {
    /**
     * The value.
     *
     * @throws io.sluice.schema.EventFormatException when it does not fit the class
     */
    <T> T decode(ByteBuffer result, Class<T> as);
  }

  /** One result as the event carries it. */
  public StepOutcome(StepResult result, Decoder decoder) {
    this.result = result;
    this.decoder = decoder;
  }

  /**
   * The id of the step's event; of a chain, its last step's; of a group, the workflow's id and the
   * group's number. Empty behind more ids than an event can carry.
   */
  public String id() {
    return result.getId();
  }

  /**
   * succeeded, dead, expired, discarded, cancelled; pending: none yet when this step began; failed:
   * a chain or group that cannot succeed any more.
   */
  public String outcome() {
    return result.getOutcome();
  }

  /** True if it has succeeded. */
  public boolean succeeded() {
    return outcome().equals(SUCCEEDED);
  }

  /** True if its handler has returned a value, and it is here. */
  public boolean hasResult() {
    return result.getData() != null;
  }

  /**
   * True if there is a result that was left out, because all of them together are larger than
   * {@code workflows.max_results_bytes}; the event's status has it.
   */
  public boolean omitted() {
    return result.getOmitted();
  }

  /**
   * The value that its handler has returned; null when there is none, or it is omitted.
   *
   * @param as {@code JsonNode.class}, a generated Avro class, {@code GenericRecord.class}, or a
   *     class that Jackson binds JSON to
   * @throws io.sluice.schema.EventFormatException when it does not fit that class
   */
  public <T> @Nullable T as(Class<T> as) {
    ByteBuffer data = result.getData();
    return data == null ? null : decoder.decode(data.duplicate(), as);
  }

  /** The value as JSON, whatever it was returned as; null when there is none, or it is omitted. */
  public @Nullable JsonNode json() {
    return as(JsonNode.class);
  }

  /** Of a group: what came of its members, in order; empty for anything else. */
  public List<StepOutcome> members() {
    List<StepResult> members = result.getMembers();
    return members == null
        ? List.of()
        : members.stream().map(member -> new StepOutcome(member, decoder)).toList();
  }

  /** Id and outcome. */
  @Override
  public String toString() {
    return id() + " " + outcome();
  }
}
