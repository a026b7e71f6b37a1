package io.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  @TempDir Path folder;

  @Test
  void profile_thatIsWanted_isARecordingOfWhatWasBetween() throws Exception {
    Path file = folder.resolve("profile.jfr");
    Profile profile = new Profile(file);

    profile.begin();
    assertThat(file).doesNotExist();
    profile.end();

    assertThat(RecordingFile.readAllEvents(file)).isNotEmpty();
  }

  @Test
  void profile_thatWasNotBegun_leavesNothing() throws Exception {
    Path file = folder.resolve("profile.jfr");

    new Profile(file).end();

    assertThat(file).doesNotExist();
  }

  @Test
  void profile_thatIsNotWanted_doesNothing() throws Exception {
    Profile profile = new Profile(null);

    profile.begin();
    profile.end();

    assertThat(profile.isWanted()).isFalse();
  }

  @Test
  void process_isToldByAnOption() {
    assertThat(Profile.javaOptions(Path.of("/a folder/p.jfr")))
        .containsExactly("-Dsluice.bench.profile=/a folder/p.jfr");
    assertThat(Profile.wanted().isWanted()).isFalse();
  }
}
