@NullMarked
package dev.evenkeel.bench.soak;

import org.jspecify.annotations.NullMarked;
