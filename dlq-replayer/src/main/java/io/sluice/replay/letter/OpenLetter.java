package io.sluice.replay.letter;

import org.jspecify.annotations.Nullable;

/**
 * A letter and its content, which is read when it is first asked for: most filters ask for the
 * headers only. Not thread-safe.
 */
public final class OpenLetter {
  private final DeadLetter letter;
  private final LetterContents contents;
  private @Nullable LetterContent content;
  private @Nullable Fingerprint fingerprint;

  public OpenLetter(DeadLetter letter, LetterContents contents) {
    this.letter = letter;
    this.contents = contents;
  }

  public DeadLetter letter() {
    return letter;
  }

  /**
   * @throws io.sluice.schema.RegistryUnavailableException when the registry is needed and gives no
   *     answer
   */
  public LetterContent content() {
    LetterContent read = content;
    if (read == null) {
      read = contents.of(letter);
      content = read;
    }
    return read;
  }

  public Fingerprint fingerprint() {
    Fingerprint made = fingerprint;
    if (made == null) {
      made = Fingerprint.of(letter);
      fingerprint = made;
    }
    return made;
  }
}
