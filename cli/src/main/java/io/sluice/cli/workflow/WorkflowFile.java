package io.sluice.cli.workflow;

import io.sluice.processor.config.ConfigException;
import io.sluice.schema.Step;
import io.sluice.schema.Workflow;
import io.sluice.schema.WorkflowPart;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A workflow as a file tells it.
 *
 * @param pipeline the pipeline that is to run it; null: the file names none
 */
public record WorkflowFile(@Nullable String pipeline, Workflow workflow) {
  private static final List<String> KEYS =
      List.of("pipeline", "id", "source", "correlation_id", "workflow", "define", "on_failure");

  /** A workflow of 100,000 steps with data of their own is a file of this size. */
  private static final int MOST_CHARACTERS = 128 * 1024 * 1024;

  private static final int MOST_NESTED = 500;

  /**
   * The workflow in a file's text.
   *
   * @param name of the file, for the mistakes
   * @throws ConfigException with all mistakes and their places
   */
  public static WorkflowFile parse(String name, String text) {
    FileMistakes mistakes = new FileMistakes(name);
    Keys keys = new Keys(root(name, text), mistakes);
    keys.refuseOthers(KEYS);
    @Nullable String pipeline = keys.text("pipeline");
    @Nullable Workflow workflow = workflow(keys, mistakes);
    mistakes.throwIfAny();
    if (workflow == null) {
      throw new IllegalStateException("no workflow, and no mistake");
    }
    return new WorkflowFile(pipeline, workflow);
  }

  private static @Nullable Workflow workflow(Keys keys, FileMistakes mistakes) {
    Map<String, Node> defined = defined(keys);
    PartReader parts = new PartReader(mistakes, defined);
    defined.keySet().forEach(parts::named);
    Node top = keys.value("workflow");
    if (top == null) {
      mistakes.add(keys.node(), "workflow: is missing; it says what runs");
      return null;
    }
    @Nullable WorkflowPart root = parts.part(top);
    Node onFailure = keys.value("on_failure");
    @Nullable Step alert = onFailure == null ? null : step(onFailure, mistakes);
    if (root == null || (onFailure != null && alert == null)) {
      return null;
    }
    return made(
        top,
        mistakes,
        () -> {
          Workflow workflow = Workflow.of(root);
          workflow = alert == null ? workflow : workflow.onFailure(alert);
          @Nullable String id = keys.text("id");
          workflow = id == null ? workflow : workflow.id(id);
          @Nullable String source = keys.text("source");
          workflow = source == null ? workflow : workflow.source(source);
          @Nullable String correlationId = keys.text("correlation_id");
          return correlationId == null ? workflow : workflow.correlationId(correlationId);
        });
  }

  private static Map<String, Node> defined(Keys keys) {
    Map<String, Node> defined = new LinkedHashMap<>();
    @Nullable Keys section = keys.section("define");
    if (section != null) {
      section.names().forEach(name -> defined.put(name, section.at(name)));
    }
    return defined;
  }

  private static @Nullable Step step(Node node, FileMistakes mistakes) {
    if (node instanceof MappingNode mapping) {
      return new StepReader(mistakes).read(new Keys(mapping, mistakes));
    }
    mistakes.add(node, "on_failure: expected a step (type: …), found " + YamlJson.kind(node));
    return null;
  }

  private static @Nullable Workflow made(
      Node at, FileMistakes mistakes, Supplier<Workflow> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      mistakes.add(at, "workflow: " + e.getMessage());
      return null;
    }
  }

  private static MappingNode root(String name, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setNestingDepthLimit(MOST_NESTED);
    @Nullable Node root;
    try {
      root = new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      throw mistake(name + at(e.getProblemMark()) + ": not valid YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw mistake(name + ": not valid YAML: " + e.getMessage());
    }
    if (root instanceof MappingNode mapping) {
      return mapping;
    }
    throw mistake(
        name
            + (root == null ? "" : at(root.getStartMark()))
            + ": expected keys and values ("
            + String.join(", ", KEYS)
            + "), found "
            + (root == null ? "nothing" : YamlJson.kind(root)));
  }

  private static String at(@Nullable Mark mark) {
    return mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private static ConfigException mistake(String text) {
    return new ConfigException(List.of(text));
  }
}
