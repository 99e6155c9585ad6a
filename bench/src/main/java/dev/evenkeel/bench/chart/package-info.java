/** Charts as SVG, drawn from numbers alone; legible on light and on dark pages. */
@NullMarked
package dev.evenkeel.bench.chart;

import org.jspecify.annotations.NullMarked;
