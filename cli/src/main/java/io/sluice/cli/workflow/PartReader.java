package io.sluice.cli.workflow;

import io.sluice.processor.config.Nearest;
import io.sluice.schema.Group;
import io.sluice.schema.JoinPolicy;
import io.sluice.schema.Workflow;
import io.sluice.schema.WorkflowPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Steps, chains, groups, chords, and named parts, which are read once however often they are used.
 * Not thread-safe.
 */
final class PartReader {
  private static final List<String> KINDS = List.of("type", "chain", "group", "chord", "use");
  private static final String EXPECTED =
      "expected a step (type: …), or one of chain, group, chord, use";

  /** So deep that nobody writes it by hand, and no stack is too small for it. */
  private static final int MOST_NESTED = 100;

  private final FileMistakes mistakes;
  private final StepReader steps;
  private final Map<String, Node> defined;
  private final Map<String, Optional<WorkflowPart>> read = new HashMap<>();
  private final List<Place> trail = new ArrayList<>();

  /** One level on the way from the top to what is being read. */
  private record Place(String text, Node node, boolean named) {}

  /**
   * @param defined the named parts
   */
  PartReader(FileMistakes mistakes, Map<String, Node> defined) {
    this.mistakes = mistakes;
    this.steps = new StepReader(mistakes);
    this.defined = defined;
  }

  /** Null, and a mistake, where it is none. */
  @Nullable WorkflowPart part(Node node) {
    if (node.isTwoStepsConstruction()) {
      mistakes.add(node, "holds itself, so it would never end");
      return null;
    }
    if (!(node instanceof MappingNode mapping)) {
      mistakes.add(node, EXPECTED + "; found " + YamlJson.kind(node));
      return null;
    }
    Keys keys = new Keys(mapping, mistakes);
    List<String> kinds = KINDS.stream().filter(keys::has).toList();
    if (kinds.size() > 1) {
      mistakes.add(
          node, String.join(" and ", kinds) + " are given together; a part is one of them");
      return null;
    }
    return switch (kinds.isEmpty() ? "" : kinds.get(0)) {
      case "type" -> steps.read(keys);
      case "chain" -> chain(keys);
      case "group" -> {
        keys.refuseOthers(List.of("group", "policy", "deadline"));
        yield group(keys);
      }
      case "chord" -> chord(keys);
      case "use" -> use(keys);
      default -> {
        mistakes.add(node, EXPECTED + "; found the keys " + String.join(", ", keys.names()));
        yield null;
      }
    };
  }

  /** A named part. */
  @Nullable WorkflowPart named(String name) {
    Optional<WorkflowPart> before = read.get(name);
    if (before != null) {
      return before.orElse(null);
    }
    Node node = defined.get(name);
    @Nullable WorkflowPart part =
        node == null ? null : within(new Place(name, node, true), () -> part(node));
    read.put(name, Optional.ofNullable(part));
    return part;
  }

  private @Nullable WorkflowPart use(Keys keys) {
    keys.refuseOthers(List.of("use"));
    @Nullable String name = keys.text("use");
    if (name == null) {
      return null;
    }
    if (!defined.containsKey(name)) {
      String hint =
          Nearest.to(name, defined.keySet()).map(n -> "; did you mean " + n + "?").orElse("");
      mistakes.add(keys.at("use"), "use: there is no part \"" + name + "\" under define" + hint);
      return null;
    }
    int begun = begun(name);
    if (begun >= 0) {
      mistakes.add(keys.at("use"), "a cycle, which would never end: " + cycle(begun, name));
      return null;
    }
    return named(name);
  }

  private int begun(String name) {
    for (int i = 0; i < trail.size(); i++) {
      if (trail.get(i).named() && trail.get(i).text().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** {@code big (workflow.yaml:9:8) → callback → big}. */
  private String cycle(int from, String name) {
    StringBuilder text = new StringBuilder();
    for (Place place : trail.subList(from, trail.size())) {
      text.append(place.text());
      if (place.named()) {
        text.append(" (").append(mistakes.place(place.node())).append(")");
      }
      text.append(" → ");
    }
    return text.append(name).toString();
  }

  private @Nullable WorkflowPart chain(Keys keys) {
    keys.refuseOthers(List.of("chain"));
    @Nullable List<WorkflowPart> parts = parts(keys, "chain");
    return parts == null ? null : made(keys.at("chain"), "", () -> Workflow.chain(parts));
  }

  private @Nullable WorkflowPart chord(Keys outer) {
    outer.refuseOthers(List.of("chord"));
    @Nullable Keys keys = outer.section("chord");
    if (keys == null) {
      return null;
    }
    keys.refuseOthers(List.of("group", "policy", "deadline", "callback"));
    @Nullable Group group = group(keys);
    Node callback = keys.value("callback");
    if (callback == null) {
      mistakes.add(keys.node(), "callback: is missing; a chord needs what runs after its group");
      return null;
    }
    @Nullable WorkflowPart then =
        within(new Place("callback", callback, false), () -> part(callback));
    return group == null || then == null ? null : Workflow.chord(group, then);
  }

  private @Nullable Group group(Keys keys) {
    @Nullable List<WorkflowPart> members = parts(keys, "group");
    @Nullable Duration deadline = keys.duration("deadline");
    @Nullable String policy = keys.text("policy");
    if (members == null) {
      return null;
    }
    @Nullable Group group = made(keys.at("group"), "", () -> Workflow.group(members));
    if (group != null && policy != null) {
      Group plain = group;
      @Nullable JoinPolicy when =
          made(keys.at("policy"), "policy: ", () -> PolicyText.parse(policy, members.size()));
      group = when == null ? null : plain.policy(when);
    }
    if (group != null && deadline != null) {
      Group decided = group;
      group = made(keys.at("deadline"), "deadline: ", () -> decided.deadline(deadline));
    }
    return group;
  }

  private @Nullable List<WorkflowPart> parts(Keys keys, String kind) {
    @Nullable List<Node> nodes = keys.list(kind, "parts");
    if (nodes == null) {
      return null;
    }
    List<WorkflowPart> parts = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      @Nullable WorkflowPart part =
          within(new Place(kind + "[" + i + "]", node, false), () -> part(node));
      if (part != null) {
        parts.add(part);
      }
    }
    return parts.size() == nodes.size() ? parts : null;
  }

  private @Nullable WorkflowPart within(Place place, Supplier<@Nullable WorkflowPart> reading) {
    if (trail.size() == MOST_NESTED) {
      mistakes.add(place.node(), "parts are nested more than " + MOST_NESTED + " deep");
      return null;
    }
    trail.add(place);
    try {
      return reading.get();
    } finally {
      trail.remove(trail.size() - 1);
    }
  }

  private <T> @Nullable T made(Node at, String what, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      mistakes.add(at, what + e.getMessage());
      return null;
    }
  }
}
