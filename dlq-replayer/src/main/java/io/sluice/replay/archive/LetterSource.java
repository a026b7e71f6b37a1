package io.sluice.replay.archive;

import io.sluice.replay.letter.DeadLetter;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The letters in a stream of one format. Not thread-safe. */
interface LetterSource extends Closeable {

  /**
   * The next letter; null after the last.
   *
   * @throws RuntimeException when what comes next is no letter; the message says why not
   */
  @Nullable DeadLetter next() throws IOException;

  /**
   * Where reading has come to, in words that fit after the file's name.
   *
   * @param read letters read before
   */
  String where(long read);
}
