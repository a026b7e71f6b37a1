package io.sluice.replay.filter;

import io.sluice.replay.filter.Token.Kind;
import java.util.List;
import java.util.Map;

/** Cuts a filter into words, one at a time. Not thread-safe. */
final class Lexer {
  private static final List<String> OPERATORS =
      List.of("!=", "!~", "<=", ">=", "==", "=", "<", ">", "~");
  private static final Map<String, String> OTHER_LANGUAGES =
      Map.of("<>", "!=", "=~", "~", "&&", "and", "||", "or", "&", "and", "|", "or", "!", "not");
  private static final int UNICODE_DIGITS = 4;

  private final String text;
  private int at;

  Lexer(String text) {
    this.text = text;
  }

  /** The next word; the end again and again after the last. */
  Token next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, at, "", null);
    }
    char c = text.charAt(at);
    if (isWordStart(c)) {
      return word();
    }
    if (isDigit(at) || ((c == '-' || c == '+') && isDigit(at + 1))) {
      return number();
    }
    return switch (c) {
      case '(' -> token(Kind.OPEN, 1);
      case ')' -> token(Kind.CLOSE, 1);
      case ',' -> token(Kind.COMMA, 1);
      case '"', '\'' -> quoted();
      default -> operator();
    };
  }

  private Token operator() {
    for (int length = 2; length > 0; length--) {
      String sign = text.substring(at, Math.min(text.length(), at + length));
      String ours = OTHER_LANGUAGES.get(sign);
      if (ours != null) {
        throw error("write " + ours + " instead of " + sign, at);
      }
      if (OPERATORS.contains(sign)) {
        return token(Kind.OPERATOR, sign.length());
      }
    }
    String found = new String(Character.toChars(text.codePointAt(at)));
    boolean typographic = "“”„‘’«»`".contains(found);
    throw error(
        typographic
            ? "put a text in plain quotes, \" or ', not in " + found
            : "a filter has no use for " + Quoted.of(found) + " here",
        at);
  }

  private Token token(Kind kind, int length) {
    Token token = new Token(kind, at, text.substring(at, at + length), null);
    at += length;
    return token;
  }

  private Token number() {
    int start = at;
    do {
      at++;
    } while (at < text.length() && isNumberPart(text.charAt(at)));
    String found = text.substring(start, at);
    try {
      return new Token(Kind.LITERAL, start, found, LiteralReader.read(found));
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()), start);
    }
  }

  /** A keyword, or a field with all that belongs to it: {@code data.items[0]."unit price"}. */
  private Token word() {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '[') {
        index();
      } else if (text.charAt(Math.max(start, at - 1)) == '.' && (c == '"' || c == '\'')) {
        Token unused = quoted();
      } else if (isWordPart(c)) {
        at++;
      } else {
        break;
      }
    }
    return new Token(Kind.WORD, start, text.substring(start, at), null);
  }

  private void index() {
    int start = at++;
    while (isDigit(at)) {
      at++;
    }
    if (at == start + 1 || at == text.length() || text.charAt(at) != ']') {
      throw error("in [ ] stands a whole number, as in data.items[0]", at);
    }
    at++;
  }

  private Token quoted() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        escape(value);
      } else {
        value.append(c);
      }
    }
    if (at >= text.length()) {
      throw error("this text does not end: a " + quote + " is missing", start);
    }
    at++;
    String found = text.substring(start, at);
    return new Token(Kind.LITERAL, start, found, new Literal.Text(value.toString()));
  }

  /** A backslash before what needs none stays, so that regular expressions can be written as is. */
  private void escape(StringBuilder value) {
    char letter = text.charAt(at++);
    char meant = Quoted.escaped(letter);
    if (letter == 'u') {
      value.append(unicode());
    } else if (meant == 0) {
      value.append('\\').append(letter);
    } else {
      value.append(meant);
    }
  }

  private char unicode() {
    int end = at + UNICODE_DIGITS;
    int code = 0;
    for (int i = at; i < end; i++) {
      int digit =
          i < text.length() && text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        throw error("after \\u stand four hexadecimal digits, as in \\u00e4", at - 2);
      }
      code = code * 16 + digit;
    }
    at = end;
    return (char) code;
  }

  private boolean isDigit(int position) {
    return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '-' || c == '.';
  }

  private static boolean isNumberPart(char c) {
    return Character.isLetterOrDigit(c) || "_.:+-".indexOf(c) >= 0;
  }

  private FilterSyntaxException error(String message, int position) {
    return new FilterSyntaxException(message, text, position);
  }
}
