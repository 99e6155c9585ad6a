/**
 * The balancer in front of real servers: nginx, Django under gunicorn, and Apache, each in a container.
 *
 * <p>The servers share the host's network and listen on loopback, so nothing stands between them and the
 * balancer.
 */
@NullMarked
package dev.evenkeel.balancer.peer;

import org.jspecify.annotations.NullMarked;
