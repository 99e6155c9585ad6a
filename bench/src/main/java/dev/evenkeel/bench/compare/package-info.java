/** The side-by-side comparison of proxies: interleaved rounds of load, medians, ratios, reports. */
@NullMarked
package dev.evenkeel.bench.compare;

import org.jspecify.annotations.NullMarked;
