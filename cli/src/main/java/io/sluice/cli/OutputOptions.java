package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How a command prints data: a mixin of every command that does. */
final class OutputOptions {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();

  @Option(names = "--json", description = "Print JSON instead of text, for programs to read.")
  boolean json;

  /** Prints a value as one JSON document, indented. */
  void printJson(PrintWriter out, Object value) {
    out.println(text(value, true));
    out.flush();
  }

  /** Prints a value as JSON on one line, for streams of many. */
  void printJsonLine(PrintWriter out, Object value) {
    out.println(text(value, false));
  }

  private static String text(Object value, boolean indented) {
    try {
      return indented
          ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value)
          : JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not writable as JSON: " + value, e);
    }
  }
}
