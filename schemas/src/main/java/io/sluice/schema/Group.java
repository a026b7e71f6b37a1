package io.sluice.schema;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Members that run at once. What comes after it in a chain begins when the group's policy is met,
 * and is given the members' results in their order. Immutable.
 */
public final class Group implements WorkflowPart {

  /** More would make one step's results, and one group's state, too large to handle. */
  public static final int MOST_MEMBERS = 100_000;

  private final List<WorkflowPart> members;
  private final long nodes;
  private final JoinPolicy policy;
  private final @Nullable Duration deadline;

  /**
   * @throws IllegalArgumentException when they are more than {@link #MOST_MEMBERS}
   */
  Group(List<? extends WorkflowPart> members) {
    if (members.size() > MOST_MEMBERS) {
      throw new IllegalArgumentException(
          "a group may have at most "
              + MOST_MEMBERS
              + " members, found "
              + members.size()
              + "; make it a group of groups, or several workflows");
    }
    this.members = List.copyOf(members);
    this.nodes = Workflow.nodesOf(this.members);
    this.policy = JoinPolicy.all();
    this.deadline = null;
  }

  private Group(Group from, JoinPolicy policy, @Nullable Duration deadline) {
    this.members = from.members;
    this.nodes = from.nodes;
    this.policy = policy;
    this.deadline = deadline;
  }

  /**
   * The same group, succeeding by another policy than {@link JoinPolicy#all}.
   *
   * @throws IllegalArgumentException when it needs more members than there are
   */
  public Group policy(JoinPolicy when) {
    when.check(members.size());
    return new Group(this, when, deadline);
  }

  /**
   * The same group, decided at the latest so long after its start, with what there is by then.
   *
   * @throws IllegalArgumentException when it is less than a millisecond, or beyond counting in them
   */
  public Group deadline(Duration afterItsStart) {
    boolean countable = afterItsStart.getSeconds() < Long.MAX_VALUE / 1_000;
    if (afterItsStart.isNegative() || !countable || afterItsStart.toMillis() < 1) {
      throw new IllegalArgumentException(
          "the deadline of a group must be 1ms or more, found " + afterItsStart);
    }
    return new Group(this, policy, afterItsStart);
  }

  public JoinPolicy policy() {
    return policy;
  }

  /** How long after its start it is decided at the latest; empty: never. */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** Its members, in order. */
  @Override
  public List<WorkflowPart> parts() {
    return members;
  }

  @Override
  public long nodes() {
    return nodes;
  }

  /** Shallow, since a group may be nested too deep for a text. */
  @Override
  public String toString() {
    return "Group["
        + members.size()
        + (members.size() == 1 ? " member, " : " members, ")
        + policy
        + (deadline == null ? "]" : ", deadline " + Durations.format(deadline) + "]");
  }
}
