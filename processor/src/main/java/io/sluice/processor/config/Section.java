package io.sluice.processor.config;

import io.sluice.schema.Durations;
import io.sluice.schema.RateLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The keys and values under one key of the file; what is absent gives the default. */
final class Section {
  private static final String DURATION = "a duration such as 200ms, 1s, 5m, 24h";
  private static final String SIZE =
      "a size such as 65536 (bytes), 64KiB, 64MiB; the units are KiB, MiB, GiB, kB, MB, GB";
  private static final String RATE =
      "a rate such as 100/s, 600/m, 20/h (a whole number above 0, and s, m or h)";
  private static final RateLimit ANY_RATE = new RateLimit(1, Duration.ofSeconds(1));
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private record Entry(Mark mark, Node value) {}

  private final NodeReader reader;
  private final List<String> path;
  private final Mark mark;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Section(NodeReader reader, List<String> path, Mark mark) {
    this.reader = reader;
    this.path = path;
    this.mark = mark;
  }

  /** The whole file. */
  static Section root(NodeReader reader, MappingNode node, List<String> allowed) {
    Section section = new Section(reader, List.of(), node.getStartMark());
    section.take(node);
    section.refuseOthers(allowed);
    return section;
  }

  /** A section of which all keys are known. */
  Section section(String key, List<String> allowed) {
    Section section = open(key);
    section.refuseOthers(allowed);
    return section;
  }

  /** A section whose keys are the user's own; empty where the key is absent or has no value. */
  Section open(String key) {
    Entry entry = entries.get(key);
    Section section = new Section(reader, at(key), entry == null ? mark : entry.mark());
    if (entry == null || Scalars.isNothing(entry.value())) {
      return section;
    }
    if (entry.value() instanceof MappingNode mapping && !mapping.isTwoStepsConstruction()) {
      section.take(mapping);
    } else {
      unread(key, entry, "expected keys and values, found " + Scalars.kind(entry.value()));
    }
    return section;
  }

  /** A list of sections, of each of which all keys are known; none where the key is absent. */
  List<Section> sections(String key, List<String> allowed) {
    Entry entry = entries.get(key);
    if (entry == null || Scalars.isNothing(entry.value())) {
      return List.of();
    }
    if (!(entry.value() instanceof SequenceNode list)) {
      unread(key, entry, "expected a list, found " + Scalars.kind(entry.value()));
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (Node item : list.getValue()) {
      List<String> at = at(key + "[" + sections.size() + "]");
      Section section = new Section(reader, at, item.getStartMark());
      sections.add(section);
      if (item instanceof MappingNode mapping && !mapping.isTwoStepsConstruction()) {
        section.take(mapping);
        section.refuseOthers(allowed);
      } else {
        String text = "expected keys and values, found " + Scalars.kind(item);
        reader.mistakes().unread(item.getStartMark(), at, text);
      }
    }
    return sections;
  }

  private void take(MappingNode node) {
    for (NodeTuple tuple : node.getValue()) {
      String key = reader.key(tuple, path.isEmpty() ? List.of("file") : path);
      if (key == null) {
        continue;
      }
      Entry entry = new Entry(tuple.getKeyNode().getStartMark(), tuple.getValueNode());
      Entry first = entries.putIfAbsent(key, entry);
      if (first != null) {
        String text = "is there twice; the first is on line " + (first.mark().getLine() + 1);
        reader.mistakes().add(entry.mark(), at(key), text);
      }
    }
  }

  private void refuseOthers(List<String> allowed) {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (!allowed.contains(key)) {
        String hint = Nearest.hint(key, allowed);
        String text = "unknown key" + hint + " (allowed: " + String.join(", ", allowed) + ")";
        reader.mistakes().unread(entry.getValue().mark(), at(key), text);
      }
    }
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Set<String> keys() {
    return entries.keySet();
  }

  /** File, line and column of this section. */
  String place() {
    return reader.mistakes().place(mark);
  }

  String text(String key, String otherwise) {
    return scalar(key, "text", Function.identity(), otherwise);
  }

  int integer(String key, int otherwise) {
    return scalar(key, "a whole number", Integer::valueOf, otherwise);
  }

  short smallInteger(String key, short otherwise) {
    return scalar(key, "a whole number up to 32767", Short::valueOf, otherwise);
  }

  Path path(String key, Path otherwise) {
    return scalar(key, "a path", Path::of, otherwise);
  }

  double decimal(String key, double otherwise) {
    return scalar(key, "a number such as 2 or 0.5", Section::decimal, otherwise);
  }

  private static double decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Double.parseDouble(text);
  }

  boolean bool(String key, boolean otherwise) {
    return scalar(key, "true or false", Section::bool, otherwise);
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** One word of a few. */
  <E extends Enum<E>> E choice(String key, Words<E> words, E otherwise) {
    Entry entry = entries.get(key);
    return entry == null ? otherwise : reader.choice(entry.value(), at(key), words, otherwise);
  }

  /** Bytes. */
  long size(String key, long otherwise) {
    return scalar(key, SIZE, Sizes::parse, otherwise);
  }

  /** A number from 0 to 1, or a word that stands for one. */
  double jitter(String key, Map<String, Double> words, double otherwise) {
    return scalar(
        key,
        "none, equal, full or a number from 0 to 1",
        text -> words.containsKey(text) ? words.get(text) : decimal(text),
        otherwise);
  }

  Duration duration(String key, Duration otherwise) {
    return scalar(key, DURATION, Durations::parse, otherwise);
  }

  /** A duration that {@code none} switches off: the only way to be without an inherited one. */
  @Nullable Duration durationOrNone(String key, @Nullable Duration otherwise) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return otherwise;
    }
    if (entry.value() instanceof ScalarNode scalar && scalar.getValue().equals("none")) {
      return null;
    }
    return duration(key, Duration.ofDays(1));
  }

  /** A rate such as {@code 100/s}; null where the key is absent. */
  @Nullable RateLimit rateOrNone(String key) {
    Entry entry = entries.get(key);
    return entry == null
        ? null
        : reader.scalar(entry.value(), at(key), RATE, RateLimit::parse, ANY_RATE);
  }

  /** A duration where other values of the key are numbers. */
  Optional<Duration> durationInPlaceOfNumber(String key) {
    Entry entry = entries.get(key);
    boolean number =
        entry == null
            || !(entry.value() instanceof ScalarNode scalar)
            || scalar.getValue().chars().allMatch(Character::isDigit);
    return number ? Optional.empty() : Optional.of(duration(key, Duration.ofDays(1)));
  }

  /** A list of texts; a single text is a list of one. */
  List<String> texts(String key, List<String> otherwise) {
    Entry entry = entries.get(key);
    return entry == null ? otherwise : reader.texts(entry.value(), at(key), otherwise);
  }

  /** A list of durations; a single one is a list of one. */
  List<Duration> durations(String key, List<Duration> otherwise) {
    Entry entry = entries.get(key);
    return entry == null ? otherwise : reader.durations(entry.value(), at(key), otherwise);
  }

  private <T> T scalar(String key, String expected, Function<String, T> parse, T otherwise) {
    Entry entry = entries.get(key);
    return entry == null
        ? otherwise
        : reader.scalar(entry.value(), at(key), expected, parse, otherwise);
  }

  /** The whole section as settings of another program: a list becomes its items with commas. */
  Map<String, String> passThrough() {
    Map<String, String> settings = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          if (entry.value() instanceof MappingNode) {
            unread(key, entry, "expected one value; write dotted keys, such as " + key + ".name");
          } else {
            settings.put(key, String.join(",", texts(key, List.of())));
          }
        });
    return settings;
  }

  /** The whole section as plain Java values. */
  Map<String, Object> plainValues() {
    Map<String, Object> plain = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          Object value = reader.plain(entry.value(), at(key));
          if (value != null) {
            plain.put(key, value);
          }
        });
    return plain;
  }

  /** Makes a settings record; what it refuses is noted where it stands in the file. */
  <T> Optional<T> made(Supplier<T> make) {
    try {
      return Optional.of(make.get());
    } catch (InvalidSettings e) {
      refuse(e.problems());
      return Optional.empty();
    }
  }

  /** Notes that a key cannot be here. */
  void refuse(String key, String text) {
    refuse(List.of(new InvalidSettings.Problem(List.of(key), text)));
  }

  /** Notes what a settings record refuses, unless the value has been told as unreadable. */
  private void refuse(List<InvalidSettings.Problem> problems) {
    for (InvalidSettings.Problem problem : problems) {
      List<String> at = new ArrayList<>(path);
      at.addAll(problem.path());
      if (!reader.mistakes().isUnread(at)) {
        reader.mistakes().add(markOf(problem.path()), at, problem.text());
      }
    }
  }

  /** Where a key below this section stands, or the nearest thing to it that is in the file. */
  private Mark markOf(List<String> keys) {
    Entry entry = entries.get(keys.get(0));
    if (entry == null) {
      return mark;
    }
    return keys.size() == 1
        ? entry.value().getStartMark()
        : open(keys.get(0)).markOf(keys.subList(1, keys.size()));
  }

  private void unread(String key, Entry entry, String text) {
    reader.mistakes().unread(entry.value().getStartMark(), at(key), text);
  }

  private List<String> at(String key) {
    return KeyPath.below(path, key);
  }
}
