package io.sluice.bench.report;

/**
 * Something that a workload measures.
 *
 * @param figure its name in reports
 * @param title what it is called in the table, with its unit
 * @param better which way is better
 * @param digits after the decimal point
 */
public record Measure(String figure, String title, Better better, int digits) {
  /** Which way is better. */
  public enum Better {
    HIGHER,
    LOWER
  }
}
