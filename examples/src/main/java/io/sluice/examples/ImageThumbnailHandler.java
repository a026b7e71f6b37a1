package io.sluice.examples;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.schema.avro.examples.Thumbnail;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import net.coobird.thumbnailator.Thumbnails;

/**
 * Makes a small copy of a PNG or JPEG picture: within the width and height asked for (by default
 * 200 × 200 pixels), in the picture's own ratio and format, never larger than the picture. A repeat
 * writes the same file again.
 *
 * <p>Settings: {@code input_dir}, {@code output_dir}, {@code max_side} (pixels, default 200: the
 * most that an event may ask for). Thread-safe.
 */
public final class ImageThumbnailHandler implements EventHandler<Thumbnail> {
  private final Path inputFolder;
  private final ResultFolder results;
  private final int maxSide;

  ImageThumbnailHandler(Path inputFolder, ResultFolder results, int maxSide) {
    this.inputFolder = inputFolder;
    this.results = results;
    this.maxSide = maxSide;
  }

  /**
   * Makes one thumbnail.
   *
   * @throws InvalidRequestException when the path leaves the input folder, or a name or size is not
   *     allowed
   * @throws MissingPictureException when there is no such picture
   * @throws UnreadablePictureException when the file is no picture
   * @throws IOException when the file system fails
   */
  @Override
  public void handle(Thumbnail data, EventContext context)
      throws InvalidRequestException,
          MissingPictureException,
          UnreadablePictureException,
          IOException {
    String name = ResultFolder.requireName("image_id", data.getImageId());
    requireSide("width", data.getWidth());
    requireSide("height", data.getHeight());
    SourcePicture picture = SourcePicture.read(locate(data.getPath()));
    BufferedImage thumbnail = fit(picture.upright(), data.getWidth(), data.getHeight());
    results.put(
        name + "." + picture.format().extension(),
        out ->
            Thumbnails.of(thumbnail)
                .scale(1)
                .outputFormat(picture.format().extension())
                .toOutputStream(out));
  }

  private void requireSide(String field, int pixels) throws InvalidRequestException {
    if (pixels < 1 || pixels > maxSide) {
      throw new InvalidRequestException(
          field, "expected 1 to " + maxSide + " pixels, found " + pixels);
    }
  }

  private Path locate(String path) throws InvalidRequestException, MissingPictureException {
    try {
      Path named = inputFolder.resolve(path).normalize();
      if (!named.startsWith(inputFolder.normalize())) {
        throw leavesTheFolder(path);
      }
      if (!Files.isRegularFile(named)) {
        throw new MissingPictureException(named);
      }
      // Again on what the file system says: a symbolic link leads anywhere.
      if (!named.toRealPath().startsWith(inputFolder.toRealPath())) {
        throw leavesTheFolder(path);
      }
      return named;
    } catch (InvalidPathException e) {
      throw new InvalidRequestException("path", "is no path: " + e.getMessage());
    } catch (IOException e) {
      throw new MissingPictureException(inputFolder.resolve(path));
    }
  }

  private static InvalidRequestException leavesTheFolder(String path) {
    return new InvalidRequestException(
        "path", "expected one inside the input folder, found \"" + path + "\"");
  }

  private static BufferedImage fit(BufferedImage picture, int width, int height)
      throws IOException {
    if (picture.getWidth() <= width && picture.getHeight() <= height) {
      return picture;
    }
    return Thumbnails.of(picture).size(width, height).asBufferedImage();
  }

  /** Makes the handler {@code image_thumbnail}. */
  public static final class Provider implements HandlerProvider<Thumbnail> {
    @Override
    public String name() {
      return "image_thumbnail";
    }

    @Override
    public Class<Thumbnail> dataType() {
      return Thumbnail.class;
    }

    @Override
    public EventHandler<Thumbnail> create(HandlerSettings settings) {
      return new ImageThumbnailHandler(
          settings.path("input_dir"),
          new ResultFolder(settings.path("output_dir")),
          settings.integer("max_side", 200));
    }
  }
}
