/** Which letters are meant: options and the filter language. */
@NullMarked
package io.sluice.replay.filter;

import org.jspecify.annotations.NullMarked;
