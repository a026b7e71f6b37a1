/** The command {@code sluice}: one small class a command, the work done by the modules below. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
