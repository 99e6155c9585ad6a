/** Pools of backends: who may take a request, who waits, and how both change while requests are under way. */
@NullMarked
package dev.evenkeel.balancer.pool;

import org.jspecify.annotations.NullMarked;
