/** Workflow files: YAML into workflows, with the place of every mistake. */
@NullMarked
package io.sluice.cli.workflow;

import org.jspecify.annotations.NullMarked;
