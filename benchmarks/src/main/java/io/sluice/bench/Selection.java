package io.sluice.bench;

import io.sluice.bench.workload.Entry;
import io.sluice.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which workloads are run with which contestants.
 *
 * @param chosen never empty, and none without contestants
 */
record Selection(List<Chosen> chosen) {

  /** A workload and who takes part in it. */
  record Chosen(Workload workload, List<Entry> entries) {}

  /**
   * @param all what there is
   * @param workloads ids; empty: all but those on request
   * @param contestants ids or families; empty: all
   * @throws IllegalArgumentException when a name means nothing, or nothing is left to run
   */
  static Selection of(List<Workload> all, List<String> workloads, List<String> contestants) {
    refuseUnknownWorkloads(all, workloads);
    refuseUnknownContestants(all, contestants);
    List<Chosen> chosen = new ArrayList<>();
    for (Workload workload : all) {
      boolean wanted =
          workloads.isEmpty()
              ? !workload.isOnRequest()
              : workloads.stream().anyMatch(id -> isCalled(workload, id));
      List<Entry> entries =
          workload.entries().stream()
              .filter(
                  entry -> contestants.isEmpty() || contestants.stream().anyMatch(entry::isCalled))
              .toList();
      if (wanted && !entries.isEmpty()) {
        chosen.add(new Chosen(workload, entries));
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to run: " + contestants + " take no part in " + workloads);
    }
    return new Selection(chosen);
  }

  /** Workloads and contestants, one a line. */
  String listing() {
    StringBuilder text = new StringBuilder();
    for (Chosen one : chosen) {
      text.append(one.workload().description().id())
          .append("  ")
          .append(one.workload().description().title())
          .append('\n');
      for (Entry entry : one.entries()) {
        text.append(String.format(Locale.ROOT, "    %-18s%s%n", entry.id(), entry.title()));
      }
    }
    return text.toString();
  }

  private static boolean isCalled(Workload workload, String id) {
    return workload.description().id().equalsIgnoreCase(id);
  }

  private static void refuseUnknownWorkloads(List<Workload> all, List<String> ids) {
    for (String id : ids) {
      if (all.stream().noneMatch(workload -> isCalled(workload, id))) {
        throw new IllegalArgumentException(
            "--only "
                + id
                + ": there is no such workload; there are "
                + String.join(
                    ", ", all.stream().map(workload -> workload.description().id()).toList()));
      }
    }
  }

  private static void refuseUnknownContestants(List<Workload> all, List<String> names) {
    for (String name : names) {
      boolean known =
          all.stream()
              .flatMap(workload -> workload.entries().stream())
              .anyMatch(entry -> entry.isCalled(name));
      if (!known) {
        throw new IllegalArgumentException(
            "--contestants " + name + ": there is no such contestant; --list shows them");
      }
    }
  }
}
