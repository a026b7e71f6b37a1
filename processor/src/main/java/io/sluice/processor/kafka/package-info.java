/**
 * Where Sluice holds on to Kafka's inside: the moment before a commit, the moments before and after
 * a stream thread sleeps, and a punctuation on demand. The only package that may name a type of
 * Kafka Streams' {@code internals}; a kill -9 test fails if a new version of Kafka moves what is
 * used here. See {@code docs/decisions/0007-what-we-use-of-kafkas-inside.md}.
 */
@NullMarked
package io.sluice.processor.kafka;

import org.jspecify.annotations.NullMarked;
