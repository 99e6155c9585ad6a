/** Minutes of steady load against Evenkeel, to see whether anything grows. */
@NullMarked
package dev.evenkeel.bench.soak;

import org.jspecify.annotations.NullMarked;
