/** The servers behind the proxy: a small program, and what it writes down of the requests that reached it. */
@NullMarked
package dev.evenkeel.bench.nodrop.origin;

import org.jspecify.annotations.NullMarked;
