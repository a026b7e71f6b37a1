package io.sluice.cli.demo;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/**
 * An event of the demo, before it is published.
 *
 * @param delay from its publication until it may run; zero unless its fate is to be delayed
 */
record PlannedEvent(
    String id, String type, String key, SpecificRecord data, Fate fate, Duration delay) {}
