/** What users implement: handlers, and what handlers are given. The bottom of the processor. */
@NullMarked
package io.sluice.processor.handler;

import org.jspecify.annotations.NullMarked;
