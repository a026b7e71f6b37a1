/** What is measured: Sluice in its variants, and what a user would pick instead. */
@NullMarked
package io.sluice.bench.contestant;

import org.jspecify.annotations.NullMarked;
