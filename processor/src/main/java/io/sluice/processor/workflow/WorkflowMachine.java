package io.sluice.processor.workflow;

import io.sluice.schema.avro.GroupPolicy;
import io.sluice.schema.avro.StepSettled;
import io.sluice.schema.avro.WorkflowDefinition;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workflows of one task: takes in definitions and what came of steps, and begins what follows.
 * All of its state is in the store, so that it can be opened again where it was; it counts on the
 * store and the effects being committed together. Not thread-safe.
 *
 * <p>A settled step costs a few look-ups, and one or two more for each level that it decides;
 * beginning or deleting many nodes goes in slices, by {@link #work}.
 */
public final class WorkflowMachine {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowMachine.class);
  private static final String SUCCEEDED = "succeeded";

  private final WorkflowStore store;
  private final MachineLimits limits;
  private final Effects effects;
  private final Agenda agenda;
  private final Progress.Surroundings around;
  private final Endings endings;

  /** Over a store; {@link #open} comes before anything else. */
  public WorkflowMachine(WorkflowStore store, MachineLimits limits, Effects effects) {
    this.store = store;
    this.limits = limits;
    this.effects = effects;
    this.agenda = new Agenda(store);
    this.around = new Progress.Surroundings(agenda, limits, effects);
    this.endings = new Endings(store, around);
  }

  /** Takes up what is in the store. */
  public void open() {
    agenda.open();
    endings.open();
  }

  /** How many workflows have begun and are not over; those that failed and wait are among them. */
  public long active() {
    return endings.active();
  }

  /** Like {@link #nextMs()}, for a store that some machine has open. */
  public static long nextMs(WorkflowStore store) {
    Agenda agenda = new Agenda(store);
    agenda.open();
    return nextMs(agenda);
  }

  /** When there is something to do, ms since the epoch; {@code Long.MAX_VALUE}: not by itself. */
  public long nextMs() {
    return nextMs(agenda);
  }

  private static long nextMs(Agenda agenda) {
    Long due = agenda.nextDueMs();
    return agenda.hasWork() ? 0 : due == null ? Long.MAX_VALUE : due;
  }

  /**
   * Takes in a definition, or a part of one.
   *
   * @return false when it is ignored, since a workflow of that id is known
   * @throws BadDefinitionException when it contradicts itself
   */
  public boolean define(String id, WorkflowDefinition part, long nowMs)
      throws BadDefinitionException {
    Case known = Case.find(store, id);
    if (known != null) {
      return further(known, part, nowMs);
    }
    Case created = Case.create(store, id, Definitions.head(id, part));
    created.head().changedAtMs = nowMs;
    add(created, part, nowMs);
    if (created.head().phase == Head.Phase.LOADING) {
      agenda.remind(abandonedAtMs(created), id, -1);
    }
    return true;
  }

  private boolean further(Case known, WorkflowDefinition part, long nowMs)
      throws BadDefinitionException {
    Head head = known.head();
    if (head.phase == Head.Phase.REFUSED && part.getPart() > 0) {
      throw new BadDefinitionException("an earlier part of it was refused");
    }
    if (head.phase != Head.Phase.LOADING || part.getPart() < head.nextPart) {
      LOG.warn("Workflow {} is known; its definition came once more, and is ignored", known.id());
      return false;
    }
    add(known, part, nowMs);
    return true;
  }

  /** When a definition is given up of which no more has come. */
  private long abandonedAtMs(Case workflow) {
    return workflow.head().changedAtMs + limits.retention().toMillis();
  }

  private void add(Case workflow, WorkflowDefinition part, long nowMs)
      throws BadDefinitionException {
    boolean whole;
    try {
      whole = Definitions.add(workflow, part);
    } catch (BadDefinitionException e) {
      if (workflow.head().parts > 1) {
        agenda.takeBack(abandonedAtMs(workflow), workflow.id(), -1);
      }
      endings.refused(workflow);
      workflow.save();
      throw e;
    }
    if (whole && workflow.head().parts > 1) {
      // Before it begins: from then on other things may fall due at that time.
      agenda.takeBack(abandonedAtMs(workflow), workflow.id(), -1);
    }
    if (whole) {
      begin(workflow, nowMs);
    }
    workflow.save();
  }

  private void begin(Case workflow, long nowMs) {
    workflow.head().phase = Head.Phase.RUNNING;
    endings.begun();
    effects.tell(Effects.News.of(workflow.id(), Effects.Kind.STARTED));
    progress(workflow, Trigger.of(nowMs, workflow.head().causationId)).begin(0);
    endings.endIfOver(workflow, nowMs);
  }

  /**
   * Takes in what came of a step.
   *
   * @return false when it is ignored: the workflow is not known (any more), or it changes nothing
   */
  public boolean settled(String id, StepSettled report, long nowMs) {
    Case workflow = Case.find(store, id);
    if (workflow == null || !workflow.head().isLive()) {
      return false;
    }
    int number = report.getStep();
    Node step = step(workflow, report);
    if (step == null) {
      return false;
    }
    State before = step.state;
    step.state = report.getOutcome().equals(SUCCEEDED) ? State.SUCCEEDED : State.FAILED;
    step.outcome = report.getOutcome();
    byte[] result = bytes(report.getResult());
    if (step.state == State.SUCCEEDED && result != null) {
      workflow.keepResult(number, result);
    }
    if (workflow.head().phase == Head.Phase.FAILED) {
      workflow.head().changedAtMs = nowMs;
    }
    Trigger trigger = new Trigger(nowMs, workflow.eventId(number), number, step.outcome);
    progress(workflow, trigger).changed(number, before);
    endings.endIfOver(workflow, nowMs);
    workflow.save();
    return true;
  }

  /** The step that is reported; null when the report comes too late, or is about something else. */
  private static @Nullable Node step(Case workflow, StepSettled report) {
    int number = report.getStep();
    if (number < 0 || number >= workflow.head().nodes) {
      return null;
    }
    Node step = workflow.node(number);
    boolean known =
        report.getEvent().isEmpty() || report.getEvent().equals(workflow.eventId(number));
    if (!step.isStep() || !step.begun || !known || step.state == State.SUCCEEDED) {
      return null;
    }
    boolean late = step.parent >= 0 && workflow.node(step.parent).state == State.SUCCEEDED;
    return late ? null : step;
  }

  /** Does what is due, and a slice of the work that is left over. */
  public void work(long nowMs) {
    Slice slice = new Slice(limits.sliceNodes());
    while (!slice.isSpent()) {
      Agenda.Due due = agenda.takeDue(nowMs);
      if (due == null) {
        break;
      }
      slice.node();
      fellDue(due, nowMs, slice);
    }
    if (agenda.hasWork()) {
      workOn(agenda.take(), nowMs);
    }
  }

  private void workOn(Agenda.Job job, long nowMs) {
    Case workflow = Case.find(store, job.workflow());
    if (workflow == null) {
      return;
    }
    if (job.kind() == Agenda.Kind.DELETE) {
      endings.deleteSome(workflow, job.node(), nowMs);
      return;
    }
    if (!workflow.head().isLive()) {
      return;
    }
    Progress progress = progress(workflow, Trigger.of(nowMs, job.causationId()));
    if (job.kind() == Agenda.Kind.BEGIN) {
      progress.begin(job.node());
    } else {
      progress.members(job.node(), job.next());
    }
    endings.endIfOver(workflow, nowMs);
    workflow.save();
  }

  private void fellDue(Agenda.Due due, long nowMs, Slice slice) {
    Case workflow = Case.find(store, due.workflow());
    if (workflow == null) {
      return;
    }
    if (due.node() >= 0) {
      deadline(workflow, due, nowMs, slice);
    } else {
      endings.timeOver(workflow, nowMs);
    }
  }

  private void deadline(Case workflow, Agenda.Due due, long nowMs, Slice slice) {
    if (!workflow.head().isLive() || due.node() >= workflow.head().nodes) {
      return;
    }
    Node group = workflow.node(due.node());
    if (group.deadlineAtMs != due.atMs() || group.state == State.SUCCEEDED || group.closed) {
      return;
    }
    State before = group.state;
    group.closed = true;
    group.state = group.policy == GroupPolicy.ALWAYS ? State.SUCCEEDED : State.FAILED;
    Trigger trigger = new Trigger(nowMs, "", due.node(), "deadline");
    new Progress(workflow, around, trigger, slice).changed(due.node(), before);
    endings.endIfOver(workflow, nowMs);
    workflow.save();
  }

  private Progress progress(Case workflow, Trigger trigger) {
    return new Progress(workflow, around, trigger, new Slice(limits.sliceNodes()));
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
