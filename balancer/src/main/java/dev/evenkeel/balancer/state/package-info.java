/** Where live changes are kept between two runs of the daemon. */
@NullMarked
package dev.evenkeel.balancer.state;

import org.jspecify.annotations.NullMarked;
