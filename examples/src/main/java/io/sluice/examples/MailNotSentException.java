package io.sluice.examples;

/** The mail server was not reached, or could not take the message now: worth another attempt. */
public final class MailNotSentException extends Exception {
  private static final long serialVersionUID = 1L;

  MailNotSentException(String server, Throwable cause) {
    super("mail server " + server + " did not take the message: " + cause.getMessage(), cause);
  }
}
