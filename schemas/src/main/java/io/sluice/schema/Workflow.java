package io.sluice.schema;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Steps and the order in which they run, published as one. Immutable; each setter returns a copy.
 *
 * <pre>{@code
 * Workflow.of(chain(
 *         step(fetch),
 *         group(step(small), step(large)).policy(JoinPolicy.any()).deadline(Duration.ofMinutes(10)),
 *         step(report).immutable()))
 *     .id("thumbnails-42")
 *     .onFailure(step(alert))
 * }</pre>
 */
public final class Workflow {

  /** How many steps, chains and groups a workflow may be put together from. */
  public static final int MOST_NODES = 1_000_000;

  /**
   * What stands where an event has its type, when a workflow itself is told of: in its status, and
   * in metrics.
   */
  public static final String TYPE = "workflow";

  private final WorkflowLayout layout;
  private final @Nullable String id;
  private final @Nullable String source;
  private final @Nullable String correlationId;
  private final @Nullable String causationId;

  private Workflow(
      WorkflowLayout layout,
      @Nullable String id,
      @Nullable String source,
      @Nullable String correlationId,
      @Nullable String causationId) {
    this.layout = layout;
    this.id = id;
    this.source = source;
    this.correlationId = correlationId;
    this.causationId = causationId;
  }

  /**
   * A workflow of that, with everything else left open.
   *
   * @throws IllegalArgumentException when two steps were given the same id, when a step's draft
   *     says what is the workflow's to say, or when it has more than {@link #MOST_NODES} parts
   */
  public static Workflow of(WorkflowPart root) {
    return new Workflow(WorkflowLayout.of(root, null), null, null, null, null);
  }

  /**
   * One event, published when its turn comes: its delay and time to live count from then. Source,
   * time, correlation and causation are the workflow's, so the draft must not give them.
   */
  public static Step step(EventDraft draft) {
    return new Step(draft, false);
  }

  /**
   * One after another, each when the one before has succeeded, whose result it is given.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Chain chain(WorkflowPart... parts) {
    return new Chain(List.of(parts));
  }

  /** As {@link #chain(WorkflowPart...)}. */
  public static Chain chain(List<? extends WorkflowPart> parts) {
    return new Chain(parts);
  }

  /**
   * All at once. Without members it succeeds at once, with no results.
   *
   * @throws IllegalArgumentException when they are more than {@link Group#MOST_MEMBERS}
   */
  public static Group group(WorkflowPart... members) {
    return new Group(List.of(members));
  }

  /** As {@link #group(WorkflowPart...)}. */
  public static Group group(List<? extends WorkflowPart> members) {
    return new Group(members);
  }

  /** The group, then the callback with its members' results: a chain of the two. */
  public static Chain chord(Group group, WorkflowPart callback) {
    return new Chain(List.of(group, callback));
  }

  /** As {@link #chord(Group, WorkflowPart)}, of members of which all must succeed. */
  public static Chain chord(List<? extends WorkflowPart> members, WorkflowPart callback) {
    return chord(new Group(members), callback);
  }

  /** Its id; a workflow of an id that is known already is ignored. Without one: a UUIDv7. */
  public Workflow id(String given) {
    if (given.isBlank()) {
      throw new IllegalArgumentException("the id of a workflow must not be empty");
    }
    return new Workflow(layout, given, source, correlationId, causationId);
  }

  /**
   * Run once when the workflow fails.
   *
   * @throws IllegalArgumentException as {@link #of} does
   */
  public Workflow onFailure(Step step) {
    WorkflowLayout with = WorkflowLayout.of(layout.root(), Objects.requireNonNull(step, "step"));
    return new Workflow(with, id, source, correlationId, causationId);
  }

  /** The source of its events, instead of the publisher's default. */
  public Workflow source(String service) {
    if (service.isBlank()) {
      throw new IllegalArgumentException("the source of a workflow must not be empty");
    }
    return new Workflow(layout, id, service, correlationId, causationId);
  }

  /** Shared by all its events, instead of the workflow's id. */
  public Workflow correlationId(String shared) {
    return new Workflow(layout, id, source, shared, causationId);
  }

  /**
   * The same workflow as the consequence of an event: its correlation and causation ids are filled
   * in where they are not given.
   */
  public Workflow causedBy(String causeId, @Nullable String causeCorrelationId) {
    return new Workflow(
        layout,
        id,
        source,
        correlationId == null ? causeCorrelationId : correlationId,
        causationId == null ? causeId : causationId);
  }

  /** What it is put together from. */
  public WorkflowPart root() {
    return layout.root();
  }

  /** The step that is run once when it fails. */
  public Optional<Step> onFailure() {
    return Optional.ofNullable(layout.onFailure())
        .map(number -> (Step) layout.nodes().get(number).part());
  }

  /** How many events it is, the one that is run on failure counted. */
  public int steps() {
    return layout.steps();
  }

  public Optional<String> givenId() {
    return Optional.ofNullable(id);
  }

  Optional<String> givenSource() {
    return Optional.ofNullable(source);
  }

  Optional<String> givenCorrelationId() {
    return Optional.ofNullable(correlationId);
  }

  Optional<String> givenCausationId() {
    return Optional.ofNullable(causationId);
  }

  WorkflowLayout layout() {
    return layout;
  }

  @Override
  public String toString() {
    return "Workflow[" + (id == null ? "" : id + ", ") + layout.steps() + " steps]";
  }

  /** Of something that has these parts; never overflows, however often a part is used again. */
  static long nodesOf(List<WorkflowPart> parts) {
    long nodes = 1;
    for (WorkflowPart part : parts) {
      nodes = Math.min(Long.MAX_VALUE / 2, nodes + part.nodes());
    }
    return nodes;
  }
}
