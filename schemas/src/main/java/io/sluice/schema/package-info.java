/**
 * The contract between everything that writes and reads events: envelope and payload codec, schema
 * registry, delivery headers, topic names. Imports nothing else of Sluice's.
 */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
