package io.sluice.replay.filter;

import org.jspecify.annotations.Nullable;

/**
 * One word of a filter.
 *
 * @param position of its first char
 * @param text as it stands in the filter; empty for the end
 * @param literal of a {@link Kind#LITERAL}; null for the others
 */
record Token(Kind kind, int position, String text, @Nullable Literal literal) {

  enum Kind {
    /** A field or a keyword. */
    WORD,
    LITERAL,
    OPERATOR,
    OPEN,
    CLOSE,
    COMMA,
    END
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }
}
