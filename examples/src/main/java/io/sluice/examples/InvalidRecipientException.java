package io.sluice.examples;

/**
 * The mail server, or the grammar of addresses, refuses the recipient for good (SMTP reply 5yz, RFC
 * 5321, 4.2.1). Meant for a policy's {@code dead_letter_on}.
 */
public final class InvalidRecipientException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRecipientException(String address, Throwable cause) {
    super("no mail can be sent to \"" + address + "\": " + cause.getMessage(), cause);
  }
}
