/**
 * Dead letters: read them, choose among them, move them back into flow. {@link
 * io.sluice.replay.DeadLetterReader} reads, {@link io.sluice.replay.Replay} moves; everything else
 * is what they speak in.
 */
@NullMarked
package io.sluice.replay;

import org.jspecify.annotations.NullMarked;
