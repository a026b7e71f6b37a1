package io.sluice.local;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a JUnit test a {@link LocalCluster}: the same one to all tests of a JVM, started with the
 * first that asks and closed after the last, its data in a temporary folder that is removed.
 *
 * <pre>{@code
 * @ExtendWith(LocalClusterExtension.class)
 * final class OrdersIT {
 *   @Test
 *   void order_isShipped(LocalCluster cluster) { … }
 * }
 * }</pre>
 *
 * Since it is shared, a test uses topics, groups and subjects of its own, and starts again what it
 * stops.
 */
public final class LocalClusterExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LocalClusterExtension.class);

  private final boolean withRegistry;

  /** With broker and registry; what {@code @ExtendWith} uses. */
  public LocalClusterExtension() {
    this(true);
  }

  private LocalClusterExtension(boolean withRegistry) {
    this.withRegistry = withRegistry;
  }

  /**
   * Without a registry, unless another test class of the JVM has asked for one. For a static field
   * with {@code @RegisterExtension}.
   */
  public static LocalClusterExtension brokerOnly() {
    return new LocalClusterExtension(false);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalCluster.class;
  }

  @Override
  public LocalCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LocalCluster cluster =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                LocalCluster.class,
                type -> LocalCluster.builder().withRegistry(withRegistry).start(),
                LocalCluster.class);
    if (withRegistry && !cluster.hasRegistry()) {
      cluster.startRegistry();
    }
    return cluster;
  }
}
