package io.sluice.local;

import java.nio.file.Path;

/** Another local cluster, in this process or another, works on the same data folder. */
public final class LocalFolderInUseException extends LocalClusterException {
  private final transient Path folder;

  LocalFolderInUseException(Path folder, String owner) {
    super(
        "the data folder "
            + folder
            + " is in use by "
            + owner
            + "; stop it, or choose another folder with --data-dir");
    this.folder = folder;
  }

  /** The folder that is taken. */
  public Path folder() {
    return folder;
  }
}
