package io.sluice.processor.topics;

import io.sluice.schema.TopicNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * The rules of partition counts, free of Kafka. State is kept by partition, and keys are spread by
 * count, so a count may not change under state that was made with another one.
 *
 * @param remembered the counts at earlier starts; empty at the first
 * @param current the counts now
 */
record SourcePartitions(Map<String, Integer> remembered, Map<String, Integer> current) {

  /** The count of the retry topic: the widest source's, as it was when the topic was made. */
  int retryPartitions() {
    return Collections.max((remembered.isEmpty() ? current : remembered).values());
  }

  /** What to remember: sources of now, and those of earlier starts that may come back. */
  Map<String, Integer> toRemember() {
    Map<String, Integer> all = new TreeMap<>(remembered);
    all.putAll(current);
    return all;
  }

  /**
   * Refuses counts that do not fit the state.
   *
   * @param own the counts of those of the pipeline's own topics that are there
   * @throws TopicException with every topic at fault, one a line
   */
  void check(TopicNames names, Map<String, Integer> own) {
    List<String> faults = new ArrayList<>();
    for (Entry<String, Integer> source : new TreeMap<>(current).entrySet()) {
      Integer before = remembered.get(source.getKey());
      if (before != null && !before.equals(source.getValue())) {
        faults.add(changed(names, source, before));
      } else if (before == null && source.getValue() > retryPartitions()) {
        faults.add(tooWide(names, source));
      }
    }
    int retry = own.getOrDefault(names.retry(), retryPartitions());
    int dlq = own.getOrDefault(names.dlq(), retryPartitions());
    if (faults.isEmpty() && retry != retryPartitions()) {
      faults.add(retryDiffers(names, retry));
    }
    if (faults.isEmpty() && dlq < retryPartitions()) {
      faults.add(tooFewForDeadLetters(names, dlq));
    }
    if (!faults.isEmpty()) {
      throw new TopicException(String.join("\n", faults));
    }
  }

  private static String changed(TopicNames names, Entry<String, Integer> source, int before) {
    return "source topic "
        + source.getKey()
        + " has "
        + counted(source.getValue())
        + ", but had "
        + before
        + " when the state of pipeline "
        + names.pipeline()
        + " was made, and that state is kept by partition; "
        + wayOut(names);
  }

  private String tooWide(TopicNames names, Entry<String, Integer> source) {
    return "source topic "
        + source.getKey()
        + " is new to pipeline "
        + names.pipeline()
        + " and has "
        + counted(source.getValue())
        + ", more than the "
        + retryPartitions()
        + " of "
        + names.retry()
        + ", so its failed events would have nowhere to wait; use a topic of at most "
        + counted(retryPartitions())
        + ", or "
        + wayOut(names);
  }

  private String retryDiffers(TopicNames names, int exists) {
    return "topic "
        + names.retry()
        + " has "
        + counted(exists)
        + ", but needs as many as the widest source, "
        + retryPartitions()
        + "; "
        + wayOut(names);
  }

  private String tooFewForDeadLetters(TopicNames names, int exists) {
    return "topic "
        + names.dlq()
        + " has "
        + counted(exists)
        + ", but needs as many as "
        + names.retry()
        + ", "
        + retryPartitions()
        + "; add partitions to it";
  }

  private static String wayOut(TopicNames names) {
    String p = names.pipeline();
    return "give the pipeline a new name, or reset it: stop all its instances, then delete its"
        + " state_dir, its consumer group "
        + p
        + ", and the topics "
        + names.control()
        + ", "
        + names.retry()
        + ", "
        + names.workflow()
        + " and "
        + p
        + "-*-changelog. What waits in them is lost: retries, delayed, parked and held events, and"
        + " workflows. What the source topics still hold is read again from the beginning"
        + " (auto.offset.reset=earliest) and runs again, since the memory of ids is deleted too";
  }

  private static String counted(int partitions) {
    return partitions + (partitions == 1 ? " partition" : " partitions");
  }
}
