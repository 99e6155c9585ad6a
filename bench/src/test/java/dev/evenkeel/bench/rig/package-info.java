@NullMarked
package dev.evenkeel.bench.rig;

import org.jspecify.annotations.NullMarked;
