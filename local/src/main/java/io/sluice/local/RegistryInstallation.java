package io.sluice.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of the registry's server (Apicurio Registry), and unpacks them once.
 *
 * <p>Looked for, in this order: the folder or archive named by the system property {@value
 * #PROPERTY} or the environment variable {@value #VARIABLE}; the archive that the build of this
 * module left beside its classes; the archive in the local Maven repository. No path is written
 * into the jar, so that it stays the same bytes wherever it is built.
 */
final class RegistryInstallation {
  static final String PROPERTY = "sluice.registry.home";
  static final String VARIABLE = "SLUICE_REGISTRY_HOME";

  private RegistryInstallation() {}

  /**
   * The jar to start the server from; its libraries are where its manifest says.
   *
   * @throws LocalStartException if the server is nowhere to be found
   */
  static Path runner() {
    return runner(System.getProperty(PROPERTY, System.getenv(VARIABLE)));
  }

  static Path runner(@Nullable String set) {
    if (set != null && !set.isBlank()) {
      return runnerIn(home(Path.of(set.trim()).toAbsolutePath().normalize()));
    }
    List<Path> archives = archives();
    for (Path archive : archives) {
      if (Files.isRegularFile(archive)) {
        return runnerIn(unpacked(archive));
      }
    }
    throw new LocalStartException(
        "the schema registry's server was not found in "
            + archives
            + "; build Sluice once with Maven, or name an Apicurio Registry 3 (its folder or its"
            + " .tar.gz) with the environment variable "
            + VARIABLE);
  }

  private static Path home(Path set) {
    if (Files.isDirectory(set)) {
      return set;
    }
    if (Files.isRegularFile(set)) {
      return unpacked(set);
    }
    throw new LocalStartException(
        "there is no schema registry at "
            + set
            + ", which "
            + PROPERTY
            + " or "
            + VARIABLE
            + " names");
  }

  private static Path runnerIn(Path home) {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new LocalStartException(
                      home + " holds no Apicurio Registry: it has no file *-runner.jar"));
    } catch (IOException e) {
      throw new LocalStartException("cannot read " + home + ": " + e, e);
    }
  }

  private static List<Path> archives() {
    String version = version();
    String name = "apicurio-registry-app-" + version + "-all.tar.gz";
    Path inRepository = Path.of("io", "apicurio", "apicurio-registry-app", version, name);
    List<Path> archives = new ArrayList<>();
    Path ours = ownLocation();
    archives.add(ours.resolveSibling("registry").resolve(name));
    // REPOSITORY/io/sluice/sluice-local/VERSION/JAR
    Path repository = up(ours, 5);
    if (repository != null) {
      archives.add(repository.resolve(inRepository));
    }
    String named = System.getProperty("maven.repo.local", System.getProperty("localRepository"));
    if (named != null) {
      archives.add(Path.of(named).resolve(inRepository));
    }
    archives.add(
        Path.of(System.getProperty("user.home"), ".m2", "repository").resolve(inRepository));
    return archives.stream().distinct().toList();
  }

  private static @Nullable Path up(Path from, int levels) {
    Path path = from;
    for (int i = 0; i < levels && path != null; i++) {
      path = path.getParent();
    }
    return path;
  }

  /** The jar or the folder of classes that this class was loaded from. */
  static Path ownLocation() {
    CodeSource source = RegistryInstallation.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new LocalStartException("cannot tell where Sluice's own classes are", e);
    }
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = RegistryInstallation.class.getResourceAsStream("registry.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /**
   * The folder beside the archive that holds its files. Two processes may both unpack; the first
   * rename wins, and nobody ever sees half a folder.
   */
  private static Path unpacked(Path archive) {
    String name = archive.getFileName().toString();
    Path home = archive.resolveSibling(name.replaceFirst("\\.(tar\\.gz|tgz)$", "") + ".unpacked");
    if (Files.isDirectory(home)) {
      return home;
    }
    try {
      Path fresh = Files.createTempDirectory(archive.getParent(), ".unpacking");
      try {
        TarGz.unpack(archive, fresh);
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.isDirectory(home)) {
          throw e;
        }
      } finally {
        Folders.delete(fresh);
      }
      return home;
    } catch (IOException e) {
      throw new LocalStartException(
          "cannot unpack the schema registry from " + archive + ": " + e, e);
    }
  }
}
