package io.sluice.replay.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

/** How large and how deep the JSON of a letter may be. */
final class JsonLimits {
  /** Above what a broker takes even where it was told to take much, and below what a heap takes. */
  static final int LONGEST_LINE = 512 * 1024 * 1024;

  /** Jackson reads 1,000 levels, so the JSON in a letter has no more; ours stand around it. */
  private static final int DEEPEST = 1_100;

  private JsonLimits() {}

  static JsonFactory factory() {
    return builder().build();
  }

  /** For a terminal: nothing of a record may write its escape codes, which are no ASCII either. */
  static JsonFactory asciiFactory() {
    return builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  }

  private static JsonFactoryBuilder builder() {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(LONGEST_LINE)
                .maxNameLength(LONGEST_LINE)
                .maxNumberLength(LONGEST_LINE)
                .maxNestingDepth(DEEPEST)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build());
  }
}
