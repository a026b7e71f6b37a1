package io.sluice.cli;

/** What {@code sluice} tells the shell. */
final class ExitCodes {
  /** The command did what it was asked to. */
  static final int DONE = 0;

  /** The command was understood and could not be done, or not wholly. */
  static final int FAILED = 1;

  /** The command line or a configuration file is wrong; nothing was begun. */
  static final int WRONG_USAGE = 2;

  private ExitCodes() {}
}
