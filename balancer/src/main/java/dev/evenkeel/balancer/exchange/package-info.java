/** One request and its response: phases, timeline, outcome. */
@NullMarked
package dev.evenkeel.balancer.exchange;

import org.jspecify.annotations.NullMarked;
