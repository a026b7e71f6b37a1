@NullMarked
package io.sluice.replay.letter;

import org.jspecify.annotations.NullMarked;
