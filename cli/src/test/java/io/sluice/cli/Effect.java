package io.sluice.cli;

import java.time.Instant;

/**
 * What one attempt has left in the outside world.
 *
 * @param event whose attempt it was
 * @param attempt which one, counted from 1
 * @param succeeded false for an attempt that was meant to fail, and left nothing but this trace
 * @param start when the handler was called
 * @param end when it was done
 * @param process the process that ran it
 */
record Effect(
    NumberedEvent event, int attempt, boolean succeeded, Instant start, Instant end, long process) {

  static Effect parse(String line) {
    String[] fields = line.split(" ", -1);
    return new Effect(
        NumberedEvent.parse(fields[0]),
        Integer.parseInt(fields[1]),
        Boolean.parseBoolean(fields[2]),
        Instant.parse(fields[3]),
        Instant.parse(fields[4]),
        Long.parseLong(fields[5]));
  }

  String line() {
    return String.join(
        " ",
        event.id(),
        Integer.toString(attempt),
        Boolean.toString(succeeded),
        start.toString(),
        end.toString(),
        Long.toString(process));
  }
}
