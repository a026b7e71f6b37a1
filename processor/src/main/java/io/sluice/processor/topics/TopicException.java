package io.sluice.processor.topics;

/**
 * A topic is missing, has the wrong shape, or may not be made. The message names the topic and says
 * what to do; nothing has been created or changed by then, unless it says so.
 */
public final class TopicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicException(String message) {
    super(message);
  }

  TopicException(String message, Throwable cause) {
    super(message, cause);
  }
}
