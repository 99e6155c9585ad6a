/** What happens to the daemon, told as it happens and kept for a while. */
@NullMarked
package dev.evenkeel.balancer.event;

import org.jspecify.annotations.NullMarked;
