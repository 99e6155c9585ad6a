/** Constant mixed load against a proxy whose backends come, go, hang and die, to see whether a request is dropped. */
@NullMarked
package dev.evenkeel.bench.nodrop;

import org.jspecify.annotations.NullMarked;
