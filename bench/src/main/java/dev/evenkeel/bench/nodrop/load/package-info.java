/** The clients: what they send, and how what they get is checked to the last byte. */
@NullMarked
package dev.evenkeel.bench.nodrop.load;

import org.jspecify.annotations.NullMarked;
