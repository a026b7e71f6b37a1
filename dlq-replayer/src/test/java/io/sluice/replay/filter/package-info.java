@NullMarked
package io.sluice.replay.filter;

import org.jspecify.annotations.NullMarked;
