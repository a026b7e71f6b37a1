package io.sluice.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of the letters in their order are shown.
 *
 * @param limit the most on a page
 * @param asked the page that was asked for, counted from 1; null when none was
 */
record LetterPaging(long limit, @Nullable Long asked) {
  private static final long ROWS = 100;

  /**
   * As the options say.
   *
   * @param unlimited whether all are shown when neither is given
   * @throws UserErrorException when one of them is less than 1, exit code 2
   */
  static LetterPaging of(@Nullable Long limit, @Nullable Long page, boolean unlimited) {
    require("--limit", limit);
    require("--page", page);
    long most = limit != null ? limit : unlimited && page == null ? Long.MAX_VALUE : ROWS;
    return new LetterPaging(most, page);
  }

  private static void require(String option, @Nullable Long number) {
    if (number != null && number < 1) {
      throw new UserErrorException(option + " must be at least 1", ExitCodes.WRONG_USAGE);
    }
  }

  /** True when nobody means to turn the page: any so many letters will do. */
  boolean isFromTheFirst() {
    return asked == null;
  }

  /** How many letters there are before this page. */
  long before() {
    return times(page() - 1);
  }

  /** How many letters there are up to the end of this page. */
  long end() {
    return times(page());
  }

  private long page() {
    return asked == null ? 1 : asked;
  }

  /** What is shown of so many, and how to see more; empty when it is all there is. */
  String footer(long letters) {
    if (letters <= limit && page() == 1) {
      return "";
    }
    if (letters <= before()) {
      long pages = (letters - 1) / limit + 1;
      return String.format(
          Locale.ROOT, "page %,d is empty; the last of %,d is page %,d", page(), letters, pages);
    }
    return String.format(
            Locale.ROOT, "%,d to %,d of %,d", before() + 1, Math.min(end(), letters), letters)
        + (letters > end() ? "; --page " + (page() + 1) + " shows the next" : "");
  }

  private long times(long pages) {
    return pages > Long.MAX_VALUE / limit ? Long.MAX_VALUE : pages * limit;
  }
}
