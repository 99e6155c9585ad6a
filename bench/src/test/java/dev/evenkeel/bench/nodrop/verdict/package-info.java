@NullMarked
package dev.evenkeel.bench.nodrop.verdict;

import org.jspecify.annotations.NullMarked;
