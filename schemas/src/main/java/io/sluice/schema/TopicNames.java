package io.sluice.schema;

import java.util.regex.Pattern;

/**
 * The topics that belong to a pipeline. Its name must be legal in a topic name: letters, digits,
 * {@code . _ -}, at most 200 characters.
 */
public record TopicNames(String pipeline) {

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  public TopicNames {
    if (!LEGAL.matcher(pipeline).matches() || pipeline.equals(".") || pipeline.equals("..")) {
      throw new IllegalArgumentException(
          "pipeline name \""
              + pipeline
              + "\": only letters, digits, '.', '_' and '-' are allowed, 1 to 200 of them");
    }
  }

  /** Failed events wait here for their next attempt. */
  public String retry() {
    return pipeline + ".retry";
  }

  /** Dead letters. */
  public String dlq() {
    return pipeline + ".dlq";
  }

  /** One status for each step of an event's life. */
  public String status() {
    return pipeline + ".status";
  }

  /** Who did what to dead letters, and why. */
  public String audit() {
    return pipeline + ".audit";
  }

  /** Dead letters that have come back too often to be replayed once more. */
  public String parking() {
    return pipeline + ".parking";
  }

  /** Definitions of workflows, and what came of their steps, keyed by the workflow's id. */
  public String workflow() {
    return pipeline + ".workflow";
  }

  /** What each running instance tells of itself, every few seconds; keyed by its name. */
  public String instances() {
    return pipeline + ".instances";
  }

  /** Compacted: what the pipeline must remember about itself. */
  public String control() {
    return pipeline + ".control";
  }
}
