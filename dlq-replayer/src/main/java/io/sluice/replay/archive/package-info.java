/**
 * Dead letters in files, every byte of them: an Avro container or JSON Lines. Nothing here knows
 * Kafka's clients.
 */
@NullMarked
package io.sluice.replay.archive;

import org.jspecify.annotations.NullMarked;
