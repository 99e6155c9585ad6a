@NullMarked
package dev.evenkeel.bench.nodrop.proxy;

import org.jspecify.annotations.NullMarked;
