/**
 * What the balancer does, seen from its sockets: one behaviour, one test. Written from the standards
 * (RFC 9110, RFC 9112) and the configuration's reference, not from the code.
 */
@NullMarked
package dev.evenkeel.balancer.scenes;

import org.jspecify.annotations.NullMarked;
