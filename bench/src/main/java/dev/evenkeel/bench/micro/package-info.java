/** JMH benchmarks of what is public in the balancer. */
@NullMarked
package dev.evenkeel.bench.micro;

import org.jspecify.annotations.NullMarked;
