package io.sluice.replay.filter;

/** A filter that cannot be read: what is wrong, and where in it. The message is for a person. */
public final class FilterSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int WIDTH = 100;
  private static final String INDENT = "  ";
  private static final String MORE = "…";

  private final String filter;
  private final int position;

  /**
   * @param position where in the filter, in chars, from 0 to its length
   */
  FilterSyntaxException(String message, String filter, int position) {
    super(message.replaceAll("\\p{Cntrl}", "\uFFFD"));
    this.filter = filter;
    this.position = position;
  }

  /** Where in the filter it goes wrong: chars from 0; its length where something is missing. */
  public int position() {
    return position;
  }

  /**
   * Three lines: the message, the filter, a caret under the position. Of a filter that is wider
   * than a terminal, what is around the caret.
   */
  public String pointed() {
    int[] line = filter.codePoints().map(c -> isBlankOnTerminal(c) ? ' ' : c).toArray();
    int caret = filter.codePointCount(0, position);
    int from =
        line.length <= WIDTH ? 0 : Math.max(0, Math.min(caret - WIDTH / 2, line.length - WIDTH));
    int to = Math.min(line.length, from + WIDTH);
    String before = from > 0 ? MORE : "";
    return getMessage()
        + System.lineSeparator()
        + INDENT
        + before
        + new String(line, from, to - from)
        + (to < line.length ? MORE : "")
        + System.lineSeparator()
        + INDENT
        + " ".repeat(before.length() + caret - from)
        + "^";
  }

  /** What would move the cursor elsewhere than one column on. */
  private static boolean isBlankOnTerminal(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }
}
