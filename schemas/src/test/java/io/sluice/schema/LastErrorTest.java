package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastErrorTest {

  @Test
  void message_and_stack_trace_are_cut_to_what_headers_can_hold() {
    LastError error = LastError.of(new IllegalStateException("x".repeat(1_000_000)));

    assertThat(error.className()).isEqualTo("java.lang.IllegalStateException");
    assertThat(bytes(error.message())).isEqualTo(2_048);
    assertThat(error.message()).endsWith("x…");
    assertThat(bytes(error.stackTrace())).isEqualTo(2_048);
    assertThat(error.stackTrace()).startsWith("java.lang.IllegalStateException: xxx");
  }

  @Test
  void what_fits_is_kept_as_it_is() {
    Exception error = new IOException("größer", new IllegalStateException("the cause"));
    StringWriter whole = new StringWriter();
    error.printStackTrace(new PrintWriter(whole));

    assertThat(LastError.of(error, 1_000_000))
        .isEqualTo(new LastError("java.io.IOException", "größer", whole.toString()));
  }

  @Test
  void no_bytes_are_no_stack_trace() {
    assertThat(LastError.of(new IOException("refused"), 0))
        .isEqualTo(new LastError("java.io.IOException", "refused", null));
  }

  @Test
  void an_error_without_a_message_has_none() {
    assertThat(LastError.of(new NullPointerException()).message()).isNull();
  }

  /** The message stands in the 29 bytes that follow "java.lang.RuntimeException: ". */
  @ParameterizedTest
  @CsvSource({
    "34, 'java.lang.RuntimeException: aä…'",
    "35, 'java.lang.RuntimeException: aä…'",
    "36, 'java.lang.RuntimeException: aä…'",
    "37, 'java.lang.RuntimeException: aä€…'",
    "40, 'java.lang.RuntimeException: aä€…'",
    "41, 'java.lang.RuntimeException: aä€😀…'",
    "2, 'ja'",
    "3, '…'"
  })
  void a_cut_never_parts_a_character(int bytes, String trace) {
    assertThat(LastError.of(new RuntimeException("aä€😀😀😀"), bytes).stackTrace())
        .isEqualTo(trace);
  }

  @Property
  void a_stack_trace_is_the_beginning_of_the_whole_in_no_more_bytes(
      @ForAll String message, @ForAll @IntRange(min = 1, max = 5_000) int bytes) {
    Exception error = new Exception(message);
    String whole = LastError.of(error, Integer.MAX_VALUE).stackTrace();

    String cut = LastError.of(error, bytes).stackTrace();

    assertThat(bytes(cut)).isLessThanOrEqualTo(bytes);
    if (bytes(whole) <= bytes) {
      assertThat(cut).isEqualTo(whole);
    } else {
      assertThat(bytes(cut)).isGreaterThan(bytes - 7);
      assertThat(whole).startsWith(bytes < 3 ? cut : cut.substring(0, cut.length() - 1));
    }
  }

  @Test
  void what_is_not_kept_is_not_rendered() {
    AtomicInteger rendered = new AtomicInteger();
    Exception error = new Counted(rendered, null);
    for (int i = 0; i < 1_000; i++) {
      error = new Counted(rendered, error);
    }
    rendered.set(0);

    assertThat(LastError.of(error).stackTrace()).startsWith(Counted.class.getName());

    assertThat(rendered.get()).isLessThan(10);
  }

  @Test
  void an_exception_that_cannot_describe_itself_is_told_by_its_class() {
    LastError error = LastError.of(new Speechless());

    assertThat(error.className()).isEqualTo(Speechless.class.getName());
    assertThat(error.message())
        .isEqualTo("its message cannot be had: java.lang.IllegalStateException");
  }

  private static final class Counted extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient AtomicInteger rendered;

    Counted(AtomicInteger rendered, Exception cause) {
      super(cause);
      this.rendered = rendered;
    }

    @Override
    public String toString() {
      rendered.incrementAndGet();
      return getClass().getName();
    }
  }

  private static final class Speechless extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
