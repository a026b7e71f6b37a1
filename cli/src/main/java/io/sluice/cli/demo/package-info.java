/**
 * The demo: what is published is planned beforehand, so that what became of it can be reckoned
 * against the plan.
 */
@NullMarked
package io.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
