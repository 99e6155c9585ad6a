/** What was dropped, what was not, and how that is said. */
@NullMarked
package dev.evenkeel.bench.nodrop.verdict;

import org.jspecify.annotations.NullMarked;
