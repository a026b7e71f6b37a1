package io.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryInstallationTest {
  @TempDir Path folder;

  @Test
  void runner_isFoundInTheFolderThatIsNamed() throws IOException {
    Path jar = Files.createFile(folder.resolve("apicurio-registry-app-3.0.9-runner.jar"));
    assertThat(RegistryInstallation.runner(folder.toString())).isEqualTo(jar);
  }

  @Test
  void runner_ofAnArchive_isUnpackedOnce_howeverManyAsk() throws IOException {
    SampleArchive archive = new SampleArchive();
    archive.entry("registry-runner.jar", '0', "jar");
    archive.entry("lib/library.jar", '0', "library");
    Path file = archive.writeTo(folder.resolve("registry.tar.gz"));

    List<Path> runners =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> RegistryInstallation.runner(file.toString()))
            .distinct()
            .toList();

    assertThat(runners).containsExactly(folder.resolve("registry.unpacked/registry-runner.jar"));
    assertThat(runners.get(0).resolveSibling("lib/library.jar")).hasContent("library");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(file, folder.resolve("registry.unpacked"));
    }
  }

  @Test
  void runner_atNoPlace_namesThePlaceAndWhoNamedIt() {
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> RegistryInstallation.runner(nowhere.toString()))
        .isInstanceOf(LocalStartException.class)
        .hasMessageContaining(nowhere.toString())
        .hasMessageContaining("SLUICE_REGISTRY_HOME");
  }

  @Test
  void runner_inAFolderOfSomethingElse_saysWhatIsMissing() {
    assertThatThrownBy(() -> RegistryInstallation.runner(folder.toString()))
        .isInstanceOf(LocalStartException.class)
        .hasMessageContaining("*-runner.jar");
  }
}
