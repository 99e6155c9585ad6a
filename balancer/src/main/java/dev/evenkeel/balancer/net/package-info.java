/** Where clients come in: listeners, their connections, and how requests become exchanges. */
@NullMarked
package dev.evenkeel.balancer.net;

import org.jspecify.annotations.NullMarked;
