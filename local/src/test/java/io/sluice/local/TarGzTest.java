package io.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarGzTest {
  @TempDir Path folder;
  private final SampleArchive archive = new SampleArchive();

  @Test
  void unpack_writesFilesOfEveryLength() throws IOException {
    entry("lib/", '5', "");
    entry("lib/empty.jar", '0', "");
    entry("lib/one-block.jar", '0', "x".repeat(512));
    entry("lib/longer.jar", '0', "y".repeat(513));

    Path unpacked = unpack();

    assertThat(unpacked.resolve("lib/empty.jar")).isEmptyFile();
    assertThat(unpacked.resolve("lib/one-block.jar")).hasContent("x".repeat(512));
    assertThat(unpacked.resolve("lib/longer.jar")).hasContent("y".repeat(513));
  }

  @Test
  void unpack_takesLongNames_fromPaxHeaders() throws IOException {
    String name = "lib/" + "n".repeat(120) + ".jar";
    String path = " path=" + name + "\n";
    entry("PaxHeaders/n", 'x', "20 mtime=1700000000\n" + (path.length() + 3) + path);
    entry("lib/cut-off", '0', "content");

    assertThat(unpack().resolve(name)).hasContent("content");
  }

  @Test
  void unpack_refuses_aNameThatLeavesTheFolder() throws IOException {
    entry("../outside", '0', "content");
    assertThatThrownBy(this::unpack)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("../outside");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  void unpack_refuses_aLink() throws IOException {
    entry("link", '2', "");
    assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("link");
  }

  @Test
  void unpack_ofHalfAnArchive_fails() throws IOException {
    entry("half", '0', "z".repeat(1000));
    archive.cutTo(700);
    assertThatThrownBy(this::unpack).isInstanceOf(EOFException.class);
  }

  private void entry(String name, char type, String content) throws IOException {
    archive.entry(name, type, content);
  }

  private Path unpack() throws IOException {
    Path out = folder.resolve("out");
    TarGz.unpack(archive.writeTo(folder.resolve("archive.tar.gz")), out);
    return out;
  }
}
