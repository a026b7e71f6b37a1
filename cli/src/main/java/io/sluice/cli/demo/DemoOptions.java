package io.sluice.cli.demo;

import java.time.Duration;

/**
 * What a run of the demo is to be like.
 *
 * @param events how many unique events
 * @param seed the same seed and number make the same plan
 * @param serde {@code sluice}, {@code confluent}, or a pair of class names
 * @param timeout after which what has not settled counts as lost; before and after the replay alike
 */
public record DemoOptions(int events, long seed, String serde, Duration timeout) {}
