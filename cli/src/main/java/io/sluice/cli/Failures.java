package io.sluice.cli;

import io.sluice.local.LocalClusterException;
import io.sluice.processor.StartException;
import io.sluice.processor.config.ConfigException;
import io.sluice.producer.PublishFailedException;
import io.sluice.replay.ReplayException;
import io.sluice.schema.EventFormatException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command threw into a message and an exit code. The stack trace is shown with {@code
 * --verbose} only: for most who see the message it hides the sentence that helps.
 */
final class Failures implements IExecutionExceptionHandler {
  private final Sluice sluice;

  Failures(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    Throwable failure = unwrapped(thrown);
    command.getErr().println(command.getColorScheme().errorText("sluice: " + message(failure)));
    if (sluice.verbose) {
      thrown.printStackTrace(command.getErr());
    } else if (!isExpected(failure)) {
      command.getErr().println("Run the command again with --verbose to see where it came from.");
    }
    command.getErr().flush();
    return exitCode(failure);
  }

  /** The message of the innermost cause that has one. */
  static String rootMessage(Throwable failure) {
    String message = failure.getMessage();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        message = cause.getMessage();
      }
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Why a file cannot be used; Java's own messages for the common cases are the bare path. */
  static String fileProblem(Exception failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    return rootMessage(failure);
  }

  private static int exitCode(Throwable failure) {
    if (failure instanceof UserErrorException user) {
      return user.exitCode();
    }
    return failure instanceof ConfigException || isClientSetting(failure)
        ? ExitCodes.WRONG_USAGE
        : ExitCodes.FAILED;
  }

  private static boolean isExpected(Throwable failure) {
    return failure instanceof UserErrorException
        || failure instanceof ConfigException
        || isClientSetting(failure)
        || failure instanceof StartException
        || failure instanceof LocalClusterException
        || failure instanceof ReplayException
        || failure instanceof PublishFailedException
        || failure instanceof EventFormatException;
  }

  /** A setting that a Kafka client, or the codec, cannot use. */
  private static boolean isClientSetting(Throwable failure) {
    return failure instanceof org.apache.kafka.common.config.ConfigException;
  }

  private static String message(Throwable failure) {
    if (isExpected(failure)) {
      return text(failure.getMessage(), failure);
    }
    if (failure instanceof KafkaException) {
      return "Kafka said: " + rootMessage(failure);
    }
    return "unexpected failure: "
        + failure.getClass().getSimpleName()
        + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
  }

  private static String text(@Nullable String message, Throwable failure) {
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable failure = thrown;
    while ((failure instanceof ExecutionException || failure instanceof CompletionException)
        && failure.getCause() != null) {
      failure = failure.getCause();
    }
    return failure;
  }
}
