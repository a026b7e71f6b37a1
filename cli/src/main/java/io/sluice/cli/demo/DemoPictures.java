package io.sluice.cli.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Real pictures for the thumbnail handler, PNG and JPEG by turns. */
final class DemoPictures {
  static final int COUNT = 8;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private DemoPictures() {}

  /** The file name of one picture, counted from 0. */
  static String name(int number) {
    return "picture-" + number + (number % 2 == 0 ? ".png" : ".jpg");
  }

  /** Draws all of them into a folder, which it makes. */
  static void drawInto(Path folder, Random random) throws IOException {
    Files.createDirectories(folder);
    for (int number = 0; number < COUNT; number++) {
      String format = number % 2 == 0 ? "png" : "jpg";
      if (!ImageIO.write(draw(random), format, folder.resolve(name(number)).toFile())) {
        throw new IOException("this Java cannot write " + format + " pictures");
      }
    }
  }

  private static BufferedImage draw(Random random) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    try {
      pen.setPaint(new GradientPaint(0, 0, color(random), WIDTH, HEIGHT, color(random)));
      pen.fillRect(0, 0, WIDTH, HEIGHT);
      for (int i = 0; i < 20; i++) {
        pen.setColor(color(random));
        pen.fillOval(random.nextInt(WIDTH), random.nextInt(HEIGHT), 80, 80);
      }
    } finally {
      pen.dispose();
    }
    return picture;
  }

  private static Color color(Random random) {
    return new Color(random.nextInt(0x1000000));
  }
}
