@NullMarked
package io.sluice.examples.demo;

import org.jspecify.annotations.NullMarked;
