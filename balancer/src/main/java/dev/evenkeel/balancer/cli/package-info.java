/**
 * The commands: what {@code evenkeel} does for those who type it, with its texts and exit codes.
 *
 * <p>Below the root, so it does not know the daemon: whoever makes the {@link EvenkeelCommand} brings a
 * {@link DaemonLauncher}.
 */
@NullMarked
package dev.evenkeel.balancer.cli;

import org.jspecify.annotations.NullMarked;
