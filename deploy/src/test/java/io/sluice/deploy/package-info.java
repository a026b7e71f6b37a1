/** Holds every file of this module to the program that it deploys. */
@NullMarked
package io.sluice.deploy;

import org.jspecify.annotations.NullMarked;
