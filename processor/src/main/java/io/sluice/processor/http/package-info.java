/** The pipeline's own small web server: is it alive, is it ready, how is it doing. */
@NullMarked
package io.sluice.processor.http;

import org.jspecify.annotations.NullMarked;
