package io.sluice.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Every record that a run of the demo sends, in order. The same number and seed make the same plan.
 *
 * <p>Of the unique events 10 % fail once or twice and then succeed, 1 % fail until the cause is
 * removed, 0.5 % have expired, 1 % are delayed by 1 to 3 s; each share is rounded up. Added to them
 * are 5 % of exact duplicates and 0.5 % of undecodable records.
 */
record DemoPlan(List<Step> steps) {
  private static final int FLAKY_PER_MILLE = 100;
  private static final int DOOMED_PER_MILLE = 10;
  private static final int EXPIRED_PER_MILLE = 5;
  private static final int DELAYED_PER_MILLE = 10;
  private static final int DUPLICATE_PER_MILLE = 50;
  private static final int GARBAGE_PER_MILLE = 5;

  DemoPlan {
    steps = List.copyOf(steps);
  }

  /** The plan of {@code events} unique events. */
  static DemoPlan of(int events, long seed) {
    if (events < 1) {
      throw new IllegalArgumentException("at least 1 event, not " + events);
    }
    Random random = new Random(seed);
    List<PlannedEvent> unique = events(fates(events, random), random);
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      placed.add(new Placed(i, new Step.Publish(unique.get(i))));
    }
    addDuplicates(placed, unique, random);
    addGarbage(placed, events, random);
    placed.sort(Comparator.comparingDouble(Placed::at));
    return new DemoPlan(placed.stream().map(Placed::step).toList());
  }

  /** The unique events, in the order in which they are first published. */
  List<PlannedEvent> events() {
    return steps.stream()
        .filter(Step.Publish.class::isInstance)
        .map(step -> ((Step.Publish) step).event())
        .toList();
  }

  /** How many events have this fate. */
  int count(Fate fate) {
    return (int) events().stream().filter(event -> event.fate() == fate).count();
  }

  /** How many events are planned to be tried more than once. */
  int countRetried() {
    return (int) events().stream().filter(event -> event.fate().isRetried()).count();
  }

  int duplicates() {
    return count(Step.Repeat.class);
  }

  int undecodable() {
    return count(Step.Spoil.class);
  }

  private int count(Class<? extends Step> kind) {
    return (int) steps.stream().filter(kind::isInstance).count();
  }

  /** A step and its place in the order: the whole numbers are those of the unique events. */
  private record Placed(double at, Step step) {}

  private static List<Fate> fates(int events, Random random) {
    List<Fate> fates = new ArrayList<>(events);
    for (int i = 0; i < share(events, FLAKY_PER_MILLE); i++) {
      fates.add(i % 2 == 0 ? Fate.FAILS_ONCE : Fate.FAILS_TWICE);
    }
    fates.addAll(Collections.nCopies(share(events, DOOMED_PER_MILLE), Fate.ALWAYS_FAILS));
    fates.addAll(Collections.nCopies(share(events, EXPIRED_PER_MILLE), Fate.EXPIRED));
    fates.addAll(Collections.nCopies(share(events, DELAYED_PER_MILLE), Fate.DELAYED));
    while (fates.size() < events) {
      fates.add(Fate.SUCCEEDS);
    }
    // With very few events the shares, rounded up, are more than there is room for.
    List<Fate> room = fates.subList(0, events);
    Collections.shuffle(room, random);
    return room;
  }

  private static List<PlannedEvent> events(List<Fate> fates, Random random) {
    DemoData data = new DemoData(random);
    List<PlannedEvent> events = new ArrayList<>(fates.size());
    for (int number = 0; number < fates.size(); number++) {
      Fate fate = fates.get(number);
      String type = DemoData.TYPES.get(random.nextInt(DemoData.TYPES.size()));
      DemoData.Payload payload = data.make(type, number);
      Duration delay =
          fate == Fate.DELAYED ? Duration.ofMillis(1_000 + random.nextInt(2_001)) : Duration.ZERO;
      String id = String.format(Locale.ROOT, "evt_%06d", number);
      events.add(new PlannedEvent(id, type, payload.key(), payload.data(), fate, delay));
    }
    return events;
  }

  private static void addDuplicates(List<Placed> placed, List<PlannedEvent> unique, Random random) {
    int events = unique.size();
    for (int i = 0; i < share(events, DUPLICATE_PER_MILLE); i++) {
      int original = random.nextInt(events);
      double later = original + 0.5 + random.nextDouble() * (events - original);
      placed.add(new Placed(later, new Step.Repeat(unique.get(original))));
    }
  }

  private static void addGarbage(List<Placed> placed, int events, Random random) {
    Garbage[] kinds = Garbage.values();
    for (int i = 0; i < share(events, GARBAGE_PER_MILLE); i++) {
      Step step = new Step.Spoil(kinds[i % kinds.length], random.nextLong());
      // After the first event: two of the kinds are made from an event that was published.
      placed.add(new Placed(0.25 + random.nextDouble() * events, step));
    }
  }

  private static int share(int events, int perMille) {
    return (int) (((long) events * perMille + 999) / 1000);
  }
}
