package io.sluice.processor.workflow;

import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepResult;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what a step is given of what it has waited for. Iterative: trees may be deep. */
final class Gathering {
  /** Ids and outcomes alone may take this much before groups in groups, and ids, are left out. */
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  /** What Avro writes and reads it by recursion. */
  private static final int DEEPEST = 32;

  private static final int AROUND_RESULT = 16;

  private final Case workflow;
  private long dataLeft;
  private long left = MOST_BYTES;

  /** A group whose members are being listed. */
  private static final class Open {
    final Node group;
    final List<StepResult> members;
    int next;

    Open(Node group, List<StepResult> members) {
      this.group = group;
      this.members = members;
    }
  }

  private Gathering(Case workflow, int mostBytes) {
    this.workflow = workflow;
    this.dataLeft = mostBytes;
  }

  /** The results of a node: one for a step, one a member for a group; of a chain: of its last. */
  static List<StepResult> of(Case workflow, int node, int mostBytes) {
    return new Gathering(workflow, mostBytes).of(node);
  }

  /** True if its results are a group's. */
  static boolean isOfGroup(Case workflow, int node) {
    Gathering gathering = new Gathering(workflow, 0);
    return workflow.peek(gathering.last(node)).kind == NodeKind.GROUP;
  }

  /** About how much they take in an event, bytes. */
  static long size(List<StepResult> results) {
    long size = 0;
    ArrayDeque<List<StepResult>> open = new ArrayDeque<>();
    open.push(results);
    while (!open.isEmpty()) {
      for (StepResult result : open.pop()) {
        ByteBuffer data = result.getData();
        size += AROUND_RESULT + result.getId().length() + (data == null ? 0 : data.remaining());
        if (result.getMembers() != null) {
          open.push(result.getMembers());
        }
      }
    }
    return size;
  }

  private List<StepResult> of(int number) {
    int last = last(number);
    Node node = workflow.peek(last);
    List<StepResult> results = new ArrayList<>();
    if (node.kind == NodeKind.GROUP) {
      fill(new Open(node, results));
    } else {
      results.add(step(last, node));
    }
    return results;
  }

  private void fill(Open outermost) {
    ArrayDeque<Open> open = new ArrayDeque<>();
    open.push(outermost);
    while (!open.isEmpty()) {
      Open top = open.element();
      if (top.next == top.group.children) {
        open.pop();
        continue;
      }
      int member = top.group.firstChild + top.next++;
      Open nested = member(member, top.members, open.size() >= DEEPEST);
      if (nested != null) {
        open.push(nested);
      }
    }
  }

  /** Adds a member; what it returns is to be filled next. */
  private @Nullable Open member(int number, List<StepResult> members, boolean tooDeep) {
    int last = last(number);
    Node whole = workflow.peek(number);
    Node node = last == number ? whole : workflow.peek(last);
    if (last != number && whole.state != State.SUCCEEDED) {
      members.add(bare(last, node, word(whole), false));
      return null;
    }
    if (node.kind != NodeKind.GROUP) {
      members.add(step(last, node));
      return null;
    }
    StepResult group = bare(last, node, word(node), false);
    members.add(group);
    if (tooDeep || left <= 0) {
      group.setOmitted(true);
      return null;
    }
    List<StepResult> inner = new ArrayList<>();
    group.setMembers(inner);
    return new Open(node, inner);
  }

  private StepResult step(int number, Node node) {
    String outcome = node.outcome.isEmpty() ? "pending" : node.outcome;
    if (node.resultBytes < 0) {
      return bare(number, node, outcome, false);
    }
    if (node.resultBytes > dataLeft) {
      return bare(number, node, outcome, true);
    }
    dataLeft -= node.resultBytes;
    StepResult result = bare(number, node, outcome, false);
    result.setData(ByteBuffer.wrap(workflow.result(number, node)));
    return result;
  }

  /** Long ids in great number would fill the memory, and fit no record. */
  private StepResult bare(int number, Node node, String outcome, boolean omitted) {
    String id = left > 0 ? workflow.eventId(number, node) : "";
    left -= id.length() + outcome.length() + AROUND_RESULT;
    return new StepResult(id, outcome, null, omitted, null);
  }

  /** The last step or group of a chain; anything else itself. */
  private int last(int number) {
    int last = number;
    for (Node node = workflow.peek(last); node.kind == NodeKind.CHAIN; node = workflow.peek(last)) {
      last = node.firstChild + node.children - 1;
    }
    return last;
  }

  private static String word(Node node) {
    return switch (node.state) {
      case OPEN -> "pending";
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
    };
  }
}
