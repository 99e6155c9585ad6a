@NullMarked
package dev.evenkeel.bench.scale;

import org.jspecify.annotations.NullMarked;
