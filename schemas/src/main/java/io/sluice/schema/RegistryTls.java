package io.sluice.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** {@code schema.registry.ssl.*}: whom to trust, and who we are. */
final class RegistryTls {

  private static final String PREFIX = "schema.registry.ssl.";

  private RegistryTls() {}

  /** Null when nothing is set: the JVM's own trust holds. */
  static @Nullable SSLContext context(ConfigValues values) {
    String trust = PREFIX + "truststore.location";
    String key = PREFIX + "keystore.location";
    if (values.text(trust) == null && values.text(key) == null) {
      return null;
    }
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store(values, "truststore"));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore own = store(values, "keystore");
      if (own != null) {
        keys.init(own, keyPassword(values));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own == null ? null : keys.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException refused) {
      throw new ConfigException(
          "The keys under " + PREFIX + "* cannot be used: " + refused.getMessage());
    }
  }

  private static @Nullable KeyStore store(ConfigValues values, String which) {
    String location = values.text(PREFIX + which + ".location");
    if (location == null) {
      return null;
    }
    String type = values.text(PREFIX + which + ".type", "JKS").toUpperCase(Locale.ROOT);
    String password = values.text(PREFIX + which + ".password");
    try (InputStream in = Files.newInputStream(Path.of(location))) {
      // A JKS key store reads PKCS12 files too, and the other way round.
      KeyStore store = KeyStore.getInstance(type);
      store.load(in, password == null ? null : password.toCharArray());
      return store;
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new ConfigException(
          PREFIX + which + ".location",
          location,
          "cannot be read as " + type + ": " + unreadable.getMessage());
    }
  }

  private static char[] keyPassword(ConfigValues values) {
    String password = values.text(PREFIX + "key.password");
    return (password == null ? values.text(PREFIX + "keystore.password", "") : password)
        .toCharArray();
  }
}
