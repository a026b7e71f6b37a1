/**
 * One dead letter: what its headers tell, whoever wrote it, and what is in it. Nothing here moves
 * anything.
 */
@NullMarked
package io.sluice.replay.letter;

import org.jspecify.annotations.NullMarked;
