/**
 * A load generator with a process of its own. It sends at a fixed rate whatever the answers do, and measures each
 * request from the moment at which it was meant to be sent: a proxy that stalls cannot hide by holding the load up.
 */
@NullMarked
package dev.evenkeel.bench.load;

import org.jspecify.annotations.NullMarked;
