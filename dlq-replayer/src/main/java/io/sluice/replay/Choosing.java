package io.sluice.replay;

import io.sluice.replay.LetterRun.Site;
import io.sluice.replay.filter.LetterFilter;
import java.util.concurrent.CountDownLatch;

/** Chooses by a filter, up to the end of the topic as it is when it begins. */
final class Choosing {
  private Choosing() {}

  static Selection of(
      LetterFilter filter, Site site, DeadLetterReader reader, CountDownLatch stop) {
    Frontier frontier = new Frontier(reader.facts().id(), reader.unhandledFrom(), reader.ends());
    Chooser chooser =
        new Chooser(filter, site.contents(), frontier, site.watchers().progress(), stop);
    if (filter.ids().isEmpty()) {
      reader.visit(chooser);
      return chooser.selection(reader.handledUnread());
    }
    // An id that was dealt with long ago is known, one that never was is not.
    reader.visitAll(chooser);
    return chooser.selection(0);
  }
}
