package io.sluice.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An SMTP server on a real socket that answers RCPT with one given reply, for each connection. */
final class ScriptedMailServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String replyToRecipient;

  private ScriptedMailServer(ServerSocket socket, String replyToRecipient) {
    this.socket = socket;
    this.replyToRecipient = replyToRecipient;
  }

  static ScriptedMailServer replyingToRecipient(String reply) throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    ScriptedMailServer server = new ScriptedMailServer(socket, reply);
    Thread thread = new Thread(server::serve, "scripted-mail-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        converse(client);
      } catch (IOException endOfConversation) {
        continue;
      }
    }
  }

  private void converse(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    say(client, "220 scripted");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      say(client, line.startsWith("RCPT") ? replyToRecipient : "250 ok");
    }
  }

  private static void say(Socket client, String reply) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
