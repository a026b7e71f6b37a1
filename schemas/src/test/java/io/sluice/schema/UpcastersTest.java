package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpcastersTest {

  @TempDir Path folder;

  /** What a user's jar would hold. */
  public static final class FromNothing implements Upcaster {
    @Override
    public String type() {
      return "user.created";
    }

    @Override
    public int fromVersion() {
      return 0;
    }

    @Override
    public int toVersion() {
      return 1;
    }

    @Override
    public JsonNode upcast(JsonNode data) {
      return data;
    }
  }

  @Test
  void two_for_one_version_are_refused_by_name() {
    Upcaster other = RenamedUsers.step(1, 3, user -> user);

    assertThatThrownBy(() -> Upcasters.of(List.of(RenamedUsers.SPLIT, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two upcasters read version 1 of user.created")
        .hasMessageContaining(RenamedUsers.Step.class.getName());
  }

  @Test
  void a_step_that_leads_nowhere_is_refused() {
    assertThatThrownBy(() -> Upcasters.of(List.of(RenamedUsers.step(2, 2, user -> user))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user.created 2 to 2")
        .hasMessageContaining("higher version");
    assertThatThrownBy(() -> Upcasters.of(List.of(RenamedUsers.step(-1, 2, user -> user))))
        .hasMessageContaining("counted from 1");
  }

  @Test
  void a_pattern_is_no_type() {
    Upcaster every = new RenamedUsers.Step("user.*", 1, 2, user -> user);

    assertThatThrownBy(() -> Upcasters.of(List.of(every)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one exact type");
  }

  @Test
  void those_on_the_class_path_are_found() throws Exception {
    try (URLClassLoader loader = naming(FromNothing.class.getName())) {
      Upcasters found = Upcasters.onClassPath(loader);

      assertThat(found.covers("user.created")).isTrue();
      assertThat(found.covers("user.deleted")).isFalse();
      assertThat(found.isEmpty()).isFalse();
    }
    assertThat(Upcasters.onClassPath(getClass().getClassLoader()).isEmpty()).isTrue();
  }

  @Test
  void one_that_is_named_and_not_there_is_told() throws Exception {
    try (URLClassLoader loader = naming("com.acme.SplitName")) {
      assertThatThrownBy(() -> Upcasters.onClassPath(loader))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("an upcaster cannot be made")
          .hasMessageContaining("com.acme.SplitName");
    }
  }

  private URLClassLoader naming(String className) throws IOException, MalformedURLException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Upcaster.class.getName()), className + "\n");
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
  }
}
