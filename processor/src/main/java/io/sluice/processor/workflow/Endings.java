package io.sluice.processor.workflow;

import java.nio.ByteBuffer;

/**
 * The end of workflows: those that are over are deleted in slices, and their ids remembered for a
 * while; those that have failed are kept until nobody can be expected to replay them any more.
 */
final class Endings {
  private final WorkflowStore store;
  private final Agenda agenda;
  private final MachineLimits limits;
  private final Effects effects;
  private long active;

  Endings(WorkflowStore store, Progress.Surroundings around) {
    this.store = store;
    this.agenda = around.agenda();
    this.limits = around.limits();
    this.effects = around.effects();
  }

  void open() {
    byte[] count = store.get(Keys.count());
    active = count == null ? 0 : ByteBuffer.wrap(count).getLong();
  }

  /** How many have begun and are not over. */
  long active() {
    return active;
  }

  /** To be told of each that begins. */
  void begun() {
    count(1);
  }

  /** Deletes what there is of a definition that is refused. */
  void refused(Case workflow) {
    workflow.head().phase = Head.Phase.REFUSED;
    delete(workflow, 0);
  }

  /** To be asked after each thing that has happened to a workflow. */
  void endIfOver(Case workflow, long nowMs) {
    Head head = workflow.head();
    if (head.phase == Head.Phase.OVER) {
      count(-1);
      head.rememberedUntilMs = nowMs + limits.remembered().toMillis();
      delete(workflow, 0);
    }
  }

  /** A workflow has waited, or was remembered, for long enough; unless something has changed. */
  void timeOver(Case workflow, long nowMs) {
    Head head = workflow.head();
    switch (head.phase) {
      case RUNNING, REFUSED -> {}
      case OVER -> {
        // One that is still being deleted is forgotten with its last node.
        if (head.nodes == 0 && head.rememberedUntilMs <= nowMs) {
          workflow.forget();
        }
      }
      case LOADING, FAILED -> abandonIfDue(workflow, nowMs);
    }
  }

  private void abandonIfDue(Case workflow, long nowMs) {
    Head head = workflow.head();
    long overAtMs = head.changedAtMs + limits.retention().toMillis();
    if (overAtMs > nowMs) {
      agenda.remind(overAtMs, workflow.id(), -1);
      return;
    }
    if (head.phase == Head.Phase.FAILED) {
      count(-1);
    }
    head.phase = Head.Phase.OVER;
    effects.tell(Effects.News.of(workflow.id(), Effects.Kind.ABANDONED));
    delete(workflow, 0);
    workflow.save();
  }

  /**
   * One slice of a deletion. The rest waits for its turn again, so that a huge workflow holds up no
   * other; its head stays until then, so that its id cannot begin anew among what is left of it.
   */
  void deleteSome(Case workflow, int from, long nowMs) {
    Head head = workflow.head();
    int next = workflow.delete(from, limits.sliceNodes());
    if (next < head.nodes) {
      delete(workflow, next);
    } else if (head.rememberedUntilMs > nowMs) {
      head.nodes = 0;
      workflow.save();
      agenda.remind(head.rememberedUntilMs, workflow.id(), -1);
    } else {
      workflow.forget();
    }
  }

  private void delete(Case workflow, int from) {
    agenda.add(new Agenda.Job(Agenda.Kind.DELETE, workflow.id(), from, 0, ""));
  }

  private void count(int change) {
    active += change;
    store.put(Keys.count(), ByteBuffer.allocate(Long.BYTES).putLong(active).array());
  }
}
