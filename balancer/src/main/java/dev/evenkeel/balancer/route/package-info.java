/** From the head of a request to the service that answers it. */
@NullMarked
package dev.evenkeel.balancer.route;

import org.jspecify.annotations.NullMarked;
