@NullMarked
package dev.evenkeel.bench.chart;

import org.jspecify.annotations.NullMarked;
