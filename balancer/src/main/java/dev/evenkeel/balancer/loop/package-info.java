/** What belongs to one event loop: its clock and its timers. */
@NullMarked
package dev.evenkeel.balancer.loop;

import org.jspecify.annotations.NullMarked;
