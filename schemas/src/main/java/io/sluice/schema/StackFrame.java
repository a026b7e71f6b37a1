package io.sluice.schema;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a stack trace.
 *
 * @param className with its package, as the line has it
 * @param method as the line has it
 * @param source file and line, {@code Native Method}, …; empty when the line does not tell
 */
record StackFrame(String className, String method, String source) {
  /** {@code at app//shop.Mail.send(Mail.java:7) ~[mail.jar:1.0]}; what is cut off is no frame. */
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*+at (?:[^\\s/()$]*+/){0,2}+([^\\s()/]++(?:/(?:0x)?[0-9a-f]++)?[^\\s()/]*+)\\(([^()]*+)\\)"
              + "(?: ~?\\[[^\\]]*+\\])?\\s*+");

  private static final Pattern GENERATED_CLASS =
      Pattern.compile(
          "\\$\\$(?:Lambda|EnhancerBy|FastClassBy|SpringCGLIB|KotlinLambda)[^.]*+"
              + "|\\$(?:ByteBuddy|HibernateProxy|MockitoMock|HibernateInstantiator)\\$[^.]*+"
              + "|_\\$\\$_jvst[^.]*+"
              + "|_ClientProxy$|_Subclass$");
  private static final Pattern NUMBER = Pattern.compile("\\$?(?<![A-Za-z0-9])\\d+");
  private static final Pattern PROXY = Pattern.compile("\\$Proxy\\d+");

  /** The frame in a line of a stack trace; empty for every other line. */
  static Optional<StackFrame> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    int dot = name.lastIndexOf('.');
    return dot < 1 || dot == name.length() - 1
        ? Optional.empty()
        : Optional.of(
            new StackFrame(name.substring(0, dot), name.substring(dot + 1), matcher.group(2)));
  }

  /** True for code that somebody wrote, as far as the line tells. */
  boolean isWritten() {
    return !source.equals("<generated>")
        && !GENERATED_CLASS.matcher(className).find()
        && !PROXY.matcher(className).find();
  }

  /**
   * Class and method without what changes from build to build or start to start: line numbers, the
   * numbers of lambdas, anonymous classes and proxies, names of generated classes.
   */
  String stable() {
    String type = GENERATED_CLASS.matcher(className).replaceAll("");
    type = PROXY.matcher(type).replaceAll("\\$Proxy");
    return withoutNumbers(type) + "." + withoutNumbers(method);
  }

  @Override
  public String toString() {
    return className + "." + method + (source.isEmpty() ? "" : "(" + source + ")");
  }

  private static String withoutNumbers(String name) {
    return NUMBER.matcher(name).replaceAll("");
  }
}
