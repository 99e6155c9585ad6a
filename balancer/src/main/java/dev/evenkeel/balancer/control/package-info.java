/** Changes to a running daemon, one at a time: checked, kept, applied, and reported. */
@NullMarked
package dev.evenkeel.balancer.control;

import org.jspecify.annotations.NullMarked;
