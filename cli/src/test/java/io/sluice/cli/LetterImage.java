package io.sluice.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Every byte of a record, as text that can be compared and told in a message.
 *
 * @param key hexadecimal; null as it was
 * @param value its length and a hash, since it may be 10 MB; null as it was
 * @param headers in their order
 */
record LetterImage(@Nullable String key, @Nullable String value, List<String> headers) {
  private static final HexFormat HEX = HexFormat.of();
  private static final String OURS = "sluice-";

  static LetterImage of(
      byte @Nullable [] key, byte @Nullable [] value, Iterable<? extends Header> headers) {
    List<String> told = new ArrayList<>();
    for (Header header : headers) {
      told.add(header.key() + "=" + hex(header.value()));
    }
    return new LetterImage(hex(key), value == null ? null : hash(value), told);
  }

  static LetterImage of(ConsumerRecord<byte[], byte[]> record) {
    return of(record.key(), record.value(), record.headers());
  }

  /** Without the headers that Sluice adds. */
  static LetterImage ofOthers(ConsumerRecord<byte[], byte[]> record) {
    List<Header> others = new ArrayList<>();
    for (Header header : record.headers()) {
      if (!header.key().startsWith(OURS)) {
        others.add(header);
      }
    }
    return of(record.key(), record.value(), others);
  }

  static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HEX.formatHex(bytes);
  }

  private static String hash(byte[] bytes) {
    try {
      return bytes.length + ":" + hex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
