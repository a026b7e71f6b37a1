package io.sluice.examples;

import java.nio.file.Path;

/** The picture is not there, perhaps not yet: worth another attempt while it is uploaded. */
public final class MissingPictureException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingPictureException(Path picture) {
    super("there is no picture " + picture);
  }
}
