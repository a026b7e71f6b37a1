@NullMarked
package io.sluice.replay.archive;

import org.jspecify.annotations.NullMarked;
