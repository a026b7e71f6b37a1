package io.sluice.cli;

import io.sluice.schema.RegistryUnavailableException;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Tells a person that letters are exported without what people could read of them. */
final class RegistryNote implements Consumer<RegistryUnavailableException> {
  private final PrintWriter err;
  private boolean told;

  RegistryNote(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void accept(RegistryUnavailableException reason) {
    told = true;
    err.println(
        "note: "
            + reason.getMessage()
            + ". The letters are exported whole, as bytes; the events in them are not spelled"
            + " out.");
    err.flush();
  }

  boolean wasTold() {
    return told;
  }
}
