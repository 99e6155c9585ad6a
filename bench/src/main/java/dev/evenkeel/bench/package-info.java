/** Micro-benchmarks and the side-by-side comparison with other proxies. */
@NullMarked
package dev.evenkeel.bench;

import org.jspecify.annotations.NullMarked;
