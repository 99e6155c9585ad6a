/** Health checks and the state machine that judges them; knows nothing of the balancer. */
@NullMarked
package dev.evenkeel.health;

import org.jspecify.annotations.NullMarked;
