/** {@code evenkeel ctl}: the admin API of a running daemon, on the command line. */
@NullMarked
package dev.evenkeel.balancer.cli.ctl;

import org.jspecify.annotations.NullMarked;
