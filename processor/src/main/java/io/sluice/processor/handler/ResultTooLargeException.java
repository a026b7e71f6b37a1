package io.sluice.processor.handler;

/**
 * Thrown where a handler's result is larger than {@code workflows.max_result_bytes} allows. An
 * attempt that fails with it is not made again, since the result would be as large then.
 */
public final class ResultTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what to do. */
  public ResultTooLargeException(String type, int bytes, int most) {
    super(
        "the result of "
            + type
            + " takes "
            + bytes
            + " bytes, and workflows.max_result_bytes allows "
            + most
            + "; return where the data lies (a file, a row, a URL) instead of the data itself, or"
            + " raise max_result_bytes, then replay the event");
  }
}
