/**
 * Everything Sluice needs, on one machine: a Kafka broker in this process and a schema registry
 * beside it. For the local runtime of the command line and for integration tests; not for
 * production. Imports nothing else of Sluice's, and is the only package that touches the broker's
 * own classes, which are not public API of Kafka.
 */
@NullMarked
package io.sluice.local;

import org.jspecify.annotations.NullMarked;
