package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as JSON Lines: the first line is about the plan, each other about one letter. A line that
 * is taken out is a letter that is left alone.
 */
public final class PlanFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanFile() {}

  /**
   * Writes the plan; a file of that name is replaced, whole or not at all.
   *
   * @throws ReplayException when it cannot be written
   */
  public static void write(ReplayPlan plan, Path file) {
    Path target = file.toAbsolutePath();
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(unfinished, UTF_8)) {
        out.write(PlanJson.head(plan).toString());
        out.write('\n');
        for (PlannedLetter letter : plan.letters()) {
          out.write(PlanJson.line(letter).toString());
          out.write('\n');
        }
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ReplayException("Cannot write the plan to " + file + ": " + problem(e), e);
    }
  }

  /**
   * Reads a plan.
   *
   * @throws ReplayException naming the line that is no line of a plan
   */
  public static ReplayPlan read(Path file) {
    int number = 1;
    try (BufferedReader in = Files.newBufferedReader(file, UTF_8)) {
      JsonNode head = json(in.readLine());
      List<PlannedLetter> letters = new ArrayList<>();
      ReplayPlan plan = PlanJson.plan(head, letters);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          PlannedLetter letter = PlanJson.letter(json(line));
          if (!letter.place().topic().equals(plan.topic().name())) {
            throw new IllegalArgumentException("letter: it is of another topic than the plan");
          }
          letters.add(letter);
        }
      }
      return PlanJson.plan(head, letters);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ReplayException(file + ":" + number + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ReplayException("Cannot read the plan " + file + ": " + problem(e), e);
    }
  }

  private static JsonNode json(@Nullable String line) {
    try {
      JsonNode json = line == null ? MissingNode.getInstance() : JSON.readTree(line);
      if (!json.isObject()) {
        throw new IllegalArgumentException("not a JSON object");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String problem(IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no such file or folder"
        : String.valueOf(e.getMessage());
  }
}
