package io.sluice.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * A picture, decoded in full.
 *
 * @param format by its content, whatever its name says
 * @param upright its pixels, turned as the camera's EXIF note says
 */
record SourcePicture(Format format, BufferedImage upright) {
  /** A file of some kilobytes can claim any size; this one decodes to 400 MB at most. */
  private static final long MAX_PIXELS = 100_000_000;

  /** What can be read, and is written again. */
  enum Format {
    PNG("png"),
    JPEG("jpg");

    private final String extension;

    Format(String extension) {
      this.extension = extension;
    }

    String extension() {
      return extension;
    }
  }

  static SourcePicture read(Path file) throws UnreadablePictureException, IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new UnreadablePictureException(file, "is neither PNG nor JPEG");
      }
      ImageReader reader = readers.next();
      try {
        Format format = formatOf(file, reader.getFormatName());
        reader.setInput(in);
        return new SourcePicture(format, decode(file, format, reader));
      } finally {
        reader.dispose();
      }
    }
  }

  private static Format formatOf(Path file, String name) throws UnreadablePictureException {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "png" -> Format.PNG;
      case "jpeg", "jpg" -> Format.JPEG;
      default -> throw new UnreadablePictureException(file, "is neither PNG nor JPEG but " + name);
    };
  }

  private static BufferedImage decode(Path file, Format format, ImageReader reader)
      throws UnreadablePictureException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage upright;
    try {
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX_PIXELS) {
        throw new UnreadablePictureException(
            file, "has " + pixels + " pixels; at most " + MAX_PIXELS + " are decoded");
      }
      upright = turn(reader.read(0), orientation(format, reader));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The JDK's decoders answer damaged data with any of these.
      throw new UnreadablePictureException(
          file, "cannot be decoded; is it damaged or cut short? " + e.getMessage(), e);
    }
    requireWhole(file, warnings);
    return upright;
  }

  /** The JPEG decoder fills what is missing with grey, and only warns. */
  private static void requireWhole(Path file, List<String> warnings)
      throws UnreadablePictureException {
    for (String warning : warnings) {
      if (warning.startsWith("Corrupt JPEG data")) {
        throw new UnreadablePictureException(file, "is damaged or cut short: " + warning);
      }
    }
  }

  private static @Nullable Orientation orientation(Format format, ImageReader reader) {
    if (format != Format.JPEG) {
      return null;
    }
    try {
      return ExifUtils.getExifOrientation(reader, 0);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // Odd notes beside sound pixels are common: such a picture is left as it lies.
      return null;
    }
  }

  private static BufferedImage turn(BufferedImage picture, @Nullable Orientation orientation) {
    return orientation == null
        ? picture
        : ExifFilterUtils.getFilterForOrientation(orientation).apply(picture);
  }
}
