/**
 * Exchanges and bindings with RabbitMQ's rules: where an event of a type goes, and why. Values and
 * decisions only.
 */
@NullMarked
package io.sluice.processor.routing;

import org.jspecify.annotations.NullMarked;
