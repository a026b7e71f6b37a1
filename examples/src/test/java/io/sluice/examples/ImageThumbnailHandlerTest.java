package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.schema.avro.examples.Thumbnail;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageThumbnailHandlerTest {
  private static final String EXIF_TURN_RIGHT =
      "ffe10022"
          + "457869660000"
          + "4d4d002a00000008"
          + "0001"
          + "011200030000000100060000"
          + "00000000";

  @TempDir Path folder;
  private Path in = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectories(folder.resolve("in"));
    out = folder.resolve("out");
  }

  @ParameterizedTest
  @CsvSource({
    "png, 800, 400, 200, 100",
    "png, 300, 900, 67, 200",
    "jpg, 1200, 900, 200, 150",
    "jpg, 201, 2010, 20, 200",
    "png, 500, 500, 200, 200",
    "png, 120, 80, 120, 80",
  })
  void thumbnail_fitsWithin200By200_inThePicturesRatio(
      String format, int width, int height, int expectedWidth, int expectedHeight)
      throws Exception {
    draw("picture." + format, format, width, height);

    handler().handle(request("picture." + format), FakeContext.of("evt-1"));

    BufferedImage thumbnail = ImageIO.read(out.resolve("img-1." + format).toFile());
    assertThat(thumbnail.getWidth()).isEqualTo(expectedWidth);
    assertThat(thumbnail.getHeight()).isEqualTo(expectedHeight);
  }

  @Test
  void thumbnail_looksLikeThePicture() throws Exception {
    draw("picture.png", "png", 800, 400);

    handler().handle(request("picture.png"), FakeContext.of("evt-1"));

    BufferedImage thumbnail = ImageIO.read(out.resolve("img-1.png").toFile());
    assertThat(new Color(thumbnail.getRGB(2, 50)).getRed()).isGreaterThan(200);
    assertThat(new Color(thumbnail.getRGB(197, 50)).getBlue()).isGreaterThan(200);
  }

  @Test
  void format_isByContent_whateverTheNameSays() throws Exception {
    draw("picture.jpg", "png", 400, 400);

    handler().handle(request("picture.jpg"), FakeContext.of("evt-1"));

    assertThat(out.resolve("img-1.png")).exists();
  }

  @Test
  void repeat_leavesTheSameFile_andNoDrafts() throws Exception {
    draw("picture.png", "png", 800, 400);
    EventHandler<Thumbnail> handler = handler();

    handler.handle(request("picture.png"), FakeContext.of("evt-1"));
    byte[] first = Files.readAllBytes(out.resolve("img-1.png"));
    handler.handle(request("picture.png"), FakeContext.of("evt-1").attempt(2));

    assertThat(Files.readAllBytes(out.resolve("img-1.png"))).isEqualTo(first);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void missingPicture_isNamed() {
    assertThatThrownBy(() -> handler().handle(request("none.png"), FakeContext.of("evt-1")))
        .isInstanceOf(MissingPictureException.class)
        .hasMessageContaining("none.png");
  }

  @ParameterizedTest
  @CsvSource({"png, 0.05", "png, 0.5", "jpg, 0.05", "jpg, 0.5", "jpg, 0.95"})
  void pictureCutShort_isUnreadable(String format, double kept) throws Exception {
    Path picture = draw("picture." + format, format, 400, 400);
    byte[] bytes = Files.readAllBytes(picture);
    Files.write(picture, Arrays.copyOf(bytes, (int) (bytes.length * kept)));

    assertThatThrownBy(
            () -> handler().handle(request("picture." + format), FakeContext.of("evt-1")))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("damaged or cut short");
    assertThat(out).doesNotExist();
  }

  @Test
  void photoTakenSideways_isTurnedUpright() throws Exception {
    Path picture = draw("picture.jpg", "jpg", 800, 400);
    byte[] plain = Files.readAllBytes(picture);
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    // After the 20 bytes of the JFIF heading: an EXIF note that says "turn right" (6).
    turned.write(plain, 0, 20);
    turned.write(HexFormat.of().parseHex(EXIF_TURN_RIGHT));
    turned.write(plain, 20, plain.length - 20);
    Files.write(picture, turned.toByteArray());

    handler().handle(request("picture.jpg"), FakeContext.of("evt-1"));

    BufferedImage thumbnail = ImageIO.read(out.resolve("img-1.jpg").toFile());
    assertThat(thumbnail.getWidth()).isEqualTo(100);
    assertThat(thumbnail.getHeight()).isEqualTo(200);
  }

  @Test
  void pixelsOverwritten_isUnreadable() throws Exception {
    Path picture = draw("picture.png", "png", 400, 400);
    byte[] bytes = Files.readAllBytes(picture);
    Arrays.fill(bytes, 60, bytes.length, (byte) 0x5a);
    Files.write(picture, bytes);

    assertThatThrownBy(() -> handler().handle(request("picture.png"), FakeContext.of("evt-1")))
        .isInstanceOf(UnreadablePictureException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a picture", "GIF89a\1\0\1\0\0\0\0;"})
  void otherContent_isUnreadable(String content) throws Exception {
    Files.writeString(in.resolve("picture.png"), content);

    assertThatThrownBy(() -> handler().handle(request("picture.png"), FakeContext.of("evt-1")))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("is neither PNG nor JPEG");
  }

  @Test
  void hugePicture_isRefusedBeforeItIsDecoded() throws Exception {
    Path picture = draw("picture.png", "png", 10, 10);
    byte[] bytes = Files.readAllBytes(picture);
    // Width and height of a PNG are the first 8 bytes of its first chunk's content.
    Arrays.fill(bytes, 16, 24, (byte) 0);
    bytes[17] = 1;
    bytes[21] = 1;
    Files.write(picture, bytes);

    assertThatThrownBy(() -> handler().handle(request("picture.png"), FakeContext.of("evt-1")))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("4294967296 pixels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.png", "a/../../secret.png", "/etc/hostname", "\0"})
  void pathOutOfTheFolder_isRefused(String path) throws Exception {
    Files.copy(draw("picture.png", "png", 40, 40), folder.resolve("secret.png"));

    assertThatThrownBy(() -> handler().handle(request(path), FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("path: ");
    assertThat(out).doesNotExist();
  }

  @Test
  void symbolicLinkOutOfTheFolder_isRefused() throws Exception {
    Files.copy(draw("picture.png", "png", 40, 40), folder.resolve("secret.png"));
    Files.createSymbolicLink(in.resolve("link.png"), folder.resolve("secret.png"));

    assertThatThrownBy(() -> handler().handle(request("link.png"), FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("path: ");
  }

  @Test
  void nameOrSizeNotAllowed_isRefused() throws Exception {
    draw("picture.png", "png", 40, 40);
    Thumbnail badName = request("picture.png");
    badName.setImageId("../img");
    Thumbnail badSize = request("picture.png");
    badSize.setWidth(201);

    assertThatThrownBy(() -> handler().handle(badName, FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("image_id: ");
    assertThatThrownBy(() -> handler().handle(badSize, FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("width: expected 1 to 200 pixels, found 201");
  }

  private EventHandler<Thumbnail> handler() {
    return new ImageThumbnailHandler.Provider()
        .create(
            HandlerSettings.of(Map.of("input_dir", in.toString(), "output_dir", out.toString())));
  }

  private static Thumbnail request(String path) {
    return Thumbnail.newBuilder().setImageId("img-1").setPath(path).build();
  }

  private Path draw(String name, String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.RED, width, 0, Color.BLUE));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    Path file = in.resolve(name);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }
}
