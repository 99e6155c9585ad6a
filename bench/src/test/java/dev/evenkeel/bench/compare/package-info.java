@NullMarked
package dev.evenkeel.bench.compare;

import org.jspecify.annotations.NullMarked;
