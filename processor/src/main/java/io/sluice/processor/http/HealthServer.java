package io.sluice.processor.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics} over plain HTTP. Its
 * threads are daemons: it never keeps a process alive.
 */
public final class HealthServer implements AutoCloseable {
  /** A few, so that one client that never finishes its request holds up no health check. */
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService workers;

  private HealthServer(HttpServer server, ExecutorService workers) {
    this.server = server;
    this.workers = workers;
  }

  /**
   * Listens at once.
   *
   * @param host the address to listen on
   * @param port 0 takes any free one; {@link #port()} tells which
   * @param health asked at each check
   * @param metrics gives the page of metrics in Prometheus's text format
   * @throws HttpStartException when it cannot listen there
   */
  public static HealthServer start(
      String host, int port, HealthSource health, Supplier<String> metrics) {
    HttpServer server = listen(host, port);
    ThreadFactory daemons = daemons();
    ExecutorService workers = Executors.newFixedThreadPool(THREADS, daemons);
    server.setExecutor(workers);
    server.createContext("/", new HealthRoutes(health, metrics)::handle);
    startOn(server, daemons);
    return new HealthServer(server, workers);
  }

  private static HttpServer listen(String host, int port) {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (BindException e) {
      boolean inUse = String.valueOf(e.getMessage()).contains("in use");
      throw inUse
          ? new PortInUseException(host, port, e)
          : new CannotListenException(host, port, e);
    } catch (IOException e) {
      throw new CannotListenException(host, port, e);
    }
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "sluice-http");
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The JDK's dispatcher thread is a daemon only where the thread that starts it is one. */
  private static void startOn(HttpServer server, ThreadFactory daemons) {
    Thread starter = daemons.newThread(server::start);
    starter.start();
    boolean interrupted = false;
    while (true) {
      try {
        starter.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening, and drops requests that are under way. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
