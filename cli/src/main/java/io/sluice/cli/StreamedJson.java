package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/**
 * A JSON object with a long array first: its elements are printed as they come, one a line, so that
 * any number fits into memory. Prints nothing before the first. Not thread-safe.
 */
final class StreamedJson {
  private final PrintWriter out;
  private final String array;
  private long printed;

  /**
   * @param array name of the array
   */
  StreamedJson(PrintWriter out, String array) {
    this.out = out;
    this.array = array;
  }

  void add(ObjectNode element) {
    out.print(printed == 0 ? "{\"" + array + "\":[\n" : ",\n");
    out.print(element);
    printed++;
  }

  /**
   * @param rest the other fields, at least one
   */
  void end(ObjectNode rest) {
    out.print(printed == 0 ? "{\"" + array + "\":[" : "\n");
    out.println("]," + rest.toString().substring(1));
    out.flush();
  }
}
