/** Very many backends and pools: what a change, a reload and the checks cost then. */
@NullMarked
package dev.evenkeel.bench.scale;

import org.jspecify.annotations.NullMarked;
