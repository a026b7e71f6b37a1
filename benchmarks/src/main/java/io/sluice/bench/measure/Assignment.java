package io.sluice.bench.measure;

import io.sluice.bench.contestant.Kind;
import io.sluice.bench.contestant.Surroundings;
import io.sluice.bench.topic.Input;

/**
 * What a contestant's process is to do.
 *
 * @param program how it is measured
 * @param kind which contestant
 * @param surroundings what it is started with
 * @param input what it is to handle
 * @param task what its handler does
 * @param limitSeconds after which it gives up
 */
public record Assignment(
    Program program,
    Kind kind,
    Surroundings surroundings,
    Input input,
    Task task,
    long limitSeconds) {}
