/** The service that hands requests to the backends of a pool. */
@NullMarked
package dev.evenkeel.balancer.service.proxy;

import org.jspecify.annotations.NullMarked;
