/** The one representation of a request or response, whatever the protocol that carried it. */
@NullMarked
package dev.evenkeel.balancer.message;

import org.jspecify.annotations.NullMarked;
