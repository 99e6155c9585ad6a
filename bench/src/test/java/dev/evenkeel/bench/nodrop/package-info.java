@NullMarked
package dev.evenkeel.bench.nodrop;

import org.jspecify.annotations.NullMarked;
