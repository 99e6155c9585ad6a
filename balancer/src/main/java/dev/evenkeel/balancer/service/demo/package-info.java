/** A small application to try the balancer with. */
@NullMarked
package dev.evenkeel.balancer.service.demo;

import org.jspecify.annotations.NullMarked;
