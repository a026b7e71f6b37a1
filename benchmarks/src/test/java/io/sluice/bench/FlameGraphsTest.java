package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameGraphsTest {
  private static final LocalDate DAY = LocalDate.of(2030, 1, 2);

  @TempDir Path folder;

  @Test
  void page_isNamedAfterDayWorkloadAndContestant() {
    FlameGraphs graphs = new FlameGraphs(Path.of("results"), null, DAY);

    assertThat(graphs.page("W1", "sluice-alo", 1))
        .isEqualTo(Path.of("results", "2030-01-02-w1-sluice-alo.html"));
    assertThat(graphs.page("W1", "sluice-alo", 3))
        .isEqualTo(Path.of("results", "2030-01-02-w1-sluice-alo-run3.html"));
  }

  @Test
  void page_withANameOfItsOwn_hasIt() {
    FlameGraphs graphs = new FlameGraphs(Path.of("results"), Path.of("docs/flame.html"), DAY);

    assertThat(graphs.page("W1", "sluice", 1)).isEqualTo(Path.of("docs/flame.html"));
    assertThat(graphs.page("W1", "sluice", 2)).isEqualTo(Path.of("docs/flame-run2.html"));
  }

  @Test
  void recording_becomesAPage() throws Exception {
    Path recording = folder.resolve("a.jfr");
    try (Recording running = new Recording(Configuration.getConfiguration("profile"))) {
      running.start();
      running.stop();
      running.dump(recording);
    }

    Path page =
        new FlameGraphs(folder.resolve("results"), null, DAY).draw(recording, "W1", "sluice", 1);

    assertThat(Files.readString(page)).contains("<html", "W1 sluice, 2030-01-02");
  }
}
