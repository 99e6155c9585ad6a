/** Active checks: what is asked of a target, and when. */
@NullMarked
package dev.evenkeel.health.check;

import org.jspecify.annotations.NullMarked;
