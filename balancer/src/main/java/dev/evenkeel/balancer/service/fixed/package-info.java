/** The same answer for everybody. */
@NullMarked
package dev.evenkeel.balancer.service.fixed;

import org.jspecify.annotations.NullMarked;
