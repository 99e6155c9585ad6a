/** What can answer a request; each kind of service has a package of its own below this one. */
@NullMarked
package dev.evenkeel.balancer.service;

import org.jspecify.annotations.NullMarked;
