/** Backend connections: per-event-loop idle stacks, connecting, keep-alive ageing. */
@NullMarked
package dev.evenkeel.balancer.upstream;

import org.jspecify.annotations.NullMarked;
