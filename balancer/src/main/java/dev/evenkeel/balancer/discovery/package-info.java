/** Where the backends of a pool come from, one file each. */
@NullMarked
package dev.evenkeel.balancer.discovery;

import org.jspecify.annotations.NullMarked;
