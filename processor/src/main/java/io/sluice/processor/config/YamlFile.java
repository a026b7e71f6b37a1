package io.sluice.processor.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads a YAML file into nodes that know their line and column. */
final class YamlFile {
  private final Path path;
  private final String needed;

  /** Of a pipeline. */
  YamlFile(Path path) {
    this(path, "pipeline, sources, kafka and schema_registry");
  }

  /**
   * @param needed the keys that an empty file lacks, for a person
   */
  YamlFile(Path path, String needed) {
    this.path = path;
    this.needed = needed;
  }

  /** The keys and values that the file holds. */
  MappingNode read() {
    String text = text();
    Node root = parse(text);
    if (root == null) {
      throw mistake(": is empty; it needs at least " + needed);
    }
    if (root instanceof MappingNode mapping) {
      return mapping;
    }
    throw mistake(
        at(root.getStartMark()) + "expected keys and values, found " + Scalars.kind(root));
  }

  private String text() {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw mistake(": no such file");
    } catch (AccessDeniedException e) {
      throw mistake(": cannot be read: permission denied");
    } catch (CharacterCodingException e) {
      throw mistake(": is not UTF-8 text");
    } catch (IOException e) {
      throw mistake(
          Files.isDirectory(path)
              ? ": is a folder; name the file in it"
              : ": cannot be read: " + e.getMessage());
    }
  }

  private Node parse(String text) {
    try {
      return new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      String context = e.getContext() == null ? "" : " " + e.getContext();
      throw mistake(at(e.getProblemMark()) + "not valid YAML: " + e.getProblem() + context);
    } catch (ReaderException e) {
      String before = text.substring(0, Math.min(e.getPosition(), text.length()));
      long line = before.lines().count();
      String code = String.format("U+%04X", e.getCodePoint());
      throw mistake(
          ":" + Math.max(1, line) + ": holds the character " + code + ", which YAML forbids");
    } catch (YAMLException e) {
      throw mistake(": not valid YAML: " + e.getMessage());
    }
  }

  private static String at(Mark mark) {
    return mark == null ? ": " : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": ";
  }

  private ConfigException mistake(String text) {
    return new ConfigException(List.of(path + text));
  }
}
