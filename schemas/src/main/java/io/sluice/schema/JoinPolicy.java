package io.sluice.schema;

/**
 * When a group has succeeded. Immutable.
 *
 * @param kind which rule
 * @param needed for {@link Kind#N_OF_M}: how many members must succeed, 1 or more; 0 for the others
 */
public record JoinPolicy(Kind kind, int needed) {

  /** The rules there are. */
  public enum Kind {
    /** Every member has succeeded. */
    ALL,
    /** One member has succeeded. */
    ANY,
    /** So many members have succeeded. */
    N_OF_M,
    /** Every member has an outcome, whichever. */
    ALWAYS
  }

  /** Refuses a count that nothing could meet. */
  public JoinPolicy {
    if (kind == Kind.N_OF_M && needed < 1) {
      throw new IllegalArgumentException(
          "a group must need 1 member or more to succeed, found " + needed);
    }
    if (kind != Kind.N_OF_M && needed != 0) {
      throw new IllegalArgumentException(kind + " counts no members, found " + needed);
    }
  }

  /** Every member must succeed: what a group does unless told otherwise. */
  public static JoinPolicy all() {
    return new JoinPolicy(Kind.ALL, 0);
  }

  /** One member must succeed; the others are not waited for. */
  public static JoinPolicy any() {
    return new JoinPolicy(Kind.ANY, 0);
  }

  /**
   * So many members must succeed; the others are not waited for.
   *
   * @throws IllegalArgumentException when it is less than 1
   */
  public static JoinPolicy atLeast(int members) {
    return new JoinPolicy(Kind.N_OF_M, members);
  }

  /** Every member must have an outcome, dead or expired ones too. */
  public static JoinPolicy always() {
    return new JoinPolicy(Kind.ALWAYS, 0);
  }

  /**
   * @throws IllegalArgumentException when it needs more members than there are
   */
  void check(int members) {
    if (needed > members) {
      throw new IllegalArgumentException(
          "the group needs "
              + needed
              + " members to succeed, and has "
              + members
              + "; it could never succeed");
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ALL -> "all";
      case ANY -> "any";
      case N_OF_M -> "at least " + needed;
      case ALWAYS -> "always";
    };
  }
}
