/** Sends clients elsewhere. */
@NullMarked
package dev.evenkeel.balancer.service.redirect;

import org.jspecify.annotations.NullMarked;
