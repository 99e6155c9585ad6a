/** HTTP/1.0 and 1.1 (RFC 9112): bytes to messages and back, strictly, and no policy. */
@NullMarked
package dev.evenkeel.balancer.http1;

import org.jspecify.annotations.NullMarked;
