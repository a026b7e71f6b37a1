package io.sluice.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes one event before it goes back. */
@FunctionalInterface
public interface LetterEdit {
  /**
   * @param event as {@code dlq show} shows it; a copy, to be changed or not
   * @return the event as it is to be; only {@code data} and, of {@code metadata}, {@code
   *     expires_at}, {@code not_before} and {@code labels} may differ
   * @throws ReplayException when it cannot be changed so
   */
  ObjectNode edit(ObjectNode event);
}
