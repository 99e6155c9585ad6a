/** Balancing algorithms, one file each, and the trees that make a choice cost the same among ten and ten thousand. */
@NullMarked
package dev.evenkeel.balancer.policy;

import org.jspecify.annotations.NullMarked;
