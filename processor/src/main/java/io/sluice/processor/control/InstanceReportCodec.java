package io.sluice.processor.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * An {@link InstanceReport} as the value of a record of the instances topic: JSON, its fields as
 * they are named there, in snake case. Fields may be added. Thread-safe.
 */
public final class InstanceReportCodec {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private InstanceReportCodec() {}

  /** As the value of a record. */
  public static byte[] write(InstanceReport report) {
    try {
      return JSON.writeValueAsBytes(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers is always JSON", e);
    }
  }

  /**
   * From the value of a record.
   *
   * @throws ControlFormatException when it is none
   */
  public static InstanceReport read(byte[] value) {
    try {
      InstanceReport report = JSON.readValue(value, InstanceReport.class);
      if (report == null || report.name() == null || report.load() == null) {
        throw new ControlFormatException("no report of an instance");
      }
      return report;
    } catch (IOException e) {
      throw new ControlFormatException("no report of an instance: " + e.getMessage(), e);
    }
  }
}
