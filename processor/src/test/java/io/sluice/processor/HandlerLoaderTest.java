package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.config.ConfigException;
import io.sluice.schema.Upcaster;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerLoaderTest {
  @TempDir Path jar;

  /** What a user's jar would hold. */
  public static final class Unchanged implements Upcaster {
    @Override
    public String type() {
      return "order.placed";
    }

    @Override
    public int fromVersion() {
      return 1;
    }

    @Override
    public int toVersion() {
      return 2;
    }

    @Override
    public JsonNode upcast(JsonNode data) {
      return data;
    }
  }

  @Test
  void upcasters_areFoundOnTheClassPath() throws Exception {
    try (URLClassLoader loader = naming(Unchanged.class.getName())) {
      assertThat(new HandlerLoader(loader).upcasters().covers("order.placed")).isTrue();
    }
  }

  @Test
  void missingUpcaster_isAMistakeOfTheConfiguration() throws Exception {
    try (URLClassLoader loader = naming("com.acme.Gone")) {
      HandlerLoader handlers = new HandlerLoader(loader);

      assertThatThrownBy(handlers::upcasters)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("com.acme.Gone");
    }
  }

  private URLClassLoader naming(String className) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(Upcaster.class.getName()), className + "\n");
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
  }
}
