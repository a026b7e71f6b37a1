package io.sluice.processor.workflow;

import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.StepResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the machine wants done; all of it, and the state behind it, in one transaction. */
public interface Effects {
  /** Publishes the event of a step whose turn has come. Asked for once for each step, ever. */
  void start(StepStart start);

  /** Tells what has become of a whole workflow. */
  void tell(News news);

  /**
   * A step to be started.
   *
   * @param workflow id of its workflow
   * @param step its number
   * @param id id of its event
   * @param event what the event is made of
   * @param about the workflow's own part
   * @param causationId the event that let this one begin; null: none
   * @param results what came of what it has waited for
   */
  record StepStart(
      String workflow,
      int step,
      String id,
      StepEvent event,
      About about,
      @Nullable String causationId,
      List<StepResult> results) {}

  /**
   * What the events of a workflow have in common.
   *
   * @param source who published it
   * @param correlationId of its events
   */
  record About(String source, String correlationId) {}

  /**
   * What has become of a workflow.
   *
   * @param workflow its id
   * @param kind what has happened
   * @param why one word: the outcome of the step that it failed for, or deadline; null: no failure
   * @param message which step it was, for a person; null: no failure
   * @param results for SUCCEEDED: the root's results; one, or one a member of a group
   * @param ofGroup true: the root, or its last part, is a group
   */
  record News(
      String workflow,
      Kind kind,
      @Nullable String why,
      @Nullable String message,
      List<StepResult> results,
      boolean ofGroup) {
    /** News without results. */
    static News of(String workflow, Kind kind) {
      return new News(workflow, kind, null, null, List.of(), false);
    }
  }

  /** What can happen to a workflow. */
  enum Kind {
    /** Its first steps are on their way. */
    STARTED,
    /** It had failed, and goes on, since a dead step of it has succeeded after all. */
    RESUMED,
    /** Its root has succeeded. */
    SUCCEEDED,
    /** It cannot go on by itself. */
    FAILED,
    /** It had failed, and nobody has replayed what it failed for in time: it is forgotten. */
    ABANDONED
  }
}
