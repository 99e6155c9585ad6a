/** Backend connections: per-event-loop idle stacks, connecting, also ahead, keep-alive ageing, verification before use. */
@NullMarked
package dev.evenkeel.balancer.upstream;

import org.jspecify.annotations.NullMarked;
