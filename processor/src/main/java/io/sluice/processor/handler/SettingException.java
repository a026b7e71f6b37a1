package io.sluice.processor.handler;

/** A handler's setting is missing, or has a value that the handler cannot use. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /** Says which setting, and what is wrong with it. */
  public SettingException(String key, String problem) {
    super(key + ": " + problem);
    this.key = key;
  }

  /** The setting's name. */
  public String key() {
    return key;
  }
}
