package io.sluice.schema;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * What Confluent's serializers throw, as our faults: the cause that comes from the registry
 * decides, and without one the bytes are to blame.
 */
final class ForeignFaults {

  private ForeignFaults() {}

  /**
   * @param what what was read, or the subject of what was written
   * @param schemaId from the bytes; -1 when there is none
   */
  static EventFormatException translate(
      Throwable failed, String registry, String what, int schemaId) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable cause = failed; cause != null && seen.add(cause); cause = cause.getCause()) {
      Integer status = restStatus(cause);
      if (status != null) {
        return fromStatus(status, failed, cause, registry, what, schemaId);
      }
      if (isPassing(cause)) {
        return new RegistryUnavailableException(
            registry, Duration.ZERO, what + ": " + cause, failed);
      }
    }
    return new MalformedEventException(what + ": " + deepest(failed), failed);
  }

  private static EventFormatException fromStatus(
      int status, Throwable failed, Throwable cause, String registry, String what, int schemaId) {
    if (status == 404 && schemaId >= 0) {
      return new UnknownSchemaException(schemaId, registry, failed);
    }
    if (status == 404 || status == 409 || status == 422) {
      return new IncompatibleSchemaException(
          what, String.valueOf(cause.getMessage()), null, failed);
    }
    return new RegistryUnavailableException(registry, Duration.ZERO, what + ": " + cause, failed);
  }

  private static boolean isPassing(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof SocketTimeoutException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException
        || cause instanceof RetriableException
        || cause instanceof AuthenticationException
        || cause instanceof AuthorizationException;
  }

  /** Of io.confluent's RestClientException, which is not there to compile against. */
  private static @Nullable Integer restStatus(Throwable cause) {
    if (!cause.getClass().getSimpleName().equals("RestClientException")) {
      return null;
    }
    try {
      return (Integer) cause.getClass().getMethod("getStatus").invoke(cause);
    } catch (ReflectiveOperationException | ClassCastException otherVersion) {
      return null;
    }
  }

  private static String deepest(Throwable failed) {
    Throwable cause = failed;
    Set<Throwable> seen = new HashSet<>();
    while (cause.getCause() != null && seen.add(cause)) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
  }
}
