package io.sluice.bench.workload;

import io.sluice.bench.report.Measure;
import java.util.List;

/**
 * What a workload is, for people.
 *
 * @param id such as {@code W1}
 * @param legend how the figures come about, a sentence each
 * @param measures what is measured; the first one is what ratios are of
 */
public record Description(String id, String title, List<String> legend, List<Measure> measures) {}
