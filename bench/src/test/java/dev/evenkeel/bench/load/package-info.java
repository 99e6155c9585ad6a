@NullMarked
package dev.evenkeel.bench.load;

import org.jspecify.annotations.NullMarked;
