@NullMarked
package io.sluice.bench.topic;

import org.jspecify.annotations.NullMarked;
