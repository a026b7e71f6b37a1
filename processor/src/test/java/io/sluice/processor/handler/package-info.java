@NullMarked
package io.sluice.processor.handler;

import org.jspecify.annotations.NullMarked;
